// One exported name means one thing in the whole app: `node scripts/checks/exported-names.mjs`.
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { readSources } from './sources.mjs'

/** Files that Remix reads by the names of their exports: https://remix.run/docs/en/2.17.4/file-conventions/root */
const READ_BY_REMIX = /^app\/(routes\/|root\.tsx$|entry\.)/
const REMIX_NAMES = new Set([
  'action',
  'clientAction',
  'clientLoader',
  'ErrorBoundary',
  'handle',
  'handleDataRequest',
  'handleError',
  'headers',
  'HydrateFallback',
  'Layout',
  'links',
  'loader',
  'meta',
  'shouldRevalidate',
  'streamTimeout',
])

/**
 * @param {string} file path from the root, with slashes
 * @param {string} text its source
 * @returns {string[]} the names that the file itself gives to what it exports: no default and no re-export
 */
export function exportedNames(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const own = declaredNames(source.statements)
  const names = source.statements.flatMap(statement => {
    if (ts.isExportDeclaration(statement)) return listedNames(statement, own)
    return isExported(statement) ? namesOf(statement) : []
  })
  return [...new Set(names)].filter(name => !READ_BY_REMIX.test(file) || !REMIX_NAMES.has(name))
}

function isExported({ modifiers = [] }) {
  const kinds = modifiers.map(modifier => modifier.kind)
  return (
    kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword)
  )
}

/** `export { a, b as c }`, without what was imported only to be passed on. */
function listedNames({ exportClause, moduleSpecifier }, own) {
  if (moduleSpecifier || !exportClause || !ts.isNamedExports(exportClause)) return []
  return exportClause.elements
    .filter(({ name, propertyName }) => own.has((propertyName ?? name).text))
    .map(({ name }) => name.text)
}

function declaredNames(statements) {
  return new Set(statements.flatMap(namesOf))
}

function namesOf(statement) {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name))
  return statement.name ? [statement.name.text] : []
}

/** `const { a, b: [c] } = …` exports a and c. */
function boundNames(name) {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap(element => (element.name ? boundNames(element.name) : []))
}

/**
 * @param {{ file: string, text: string }[]} sources
 * @returns {string[]} one line for each name that several files export
 */
export function findClashes(sources) {
  const files = new Map()
  for (const { file, text } of sources)
    for (const name of exportedNames(file, text))
      files.set(name, [...(files.get(name) ?? []), file])
  return [...files]
    .filter(([, where]) => where.length > 1)
    .map(([name, where]) => `${name}: ${where.join(', ')}`)
}

export function checkAll() {
  return findClashes(
    readSources(['app', 'server', 'db']).filter(({ file }) => /(?<!\.test)\.tsx?$/.test(file)),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const clashes = checkAll()
  for (const clash of clashes) console.error(clash)
  console.log(clashes.length === 0 ? 'Names: all in order' : `Names: ${clashes.length} clashes`)
  process.exit(clashes.length === 0 ? 0 : 1)
}
