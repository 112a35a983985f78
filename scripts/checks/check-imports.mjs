// Checks import directions and forbidden words: `node scripts/checks/check-imports.mjs`.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readSources } from './sources.mjs'

/** The first matching pattern names the room of a file. */
const ROOMS = [
  ['test', /\.test\.tsx?$|(^|\/)testing\//],
  ['settings', /^app\/(settings|beacon-settings|secret-key|sealed-text)\.server\.ts$/],
  ['route', /^app\/(routes\/|root\.tsx$|entry\.)/],
  ['http', /^app\/http\//],
  ['allocation', /^app\/allocation\//],
  ['component', /^app\/components\//],
  ['values', /^app\/values\//],
  ['outbox', /^app\/mail\/.*\.server\.ts$/],
  ['mail', /^app\/mail\//],
  ['model', /^app\/models\/.*(\.server\.ts|-worker\.js)$/],
  ['pure model', /^app\/models\//],
  ['db', /^db\//],
  ['server', /^server\//],
  ['asset', /^app\/([\w-]+\.(css|js)|version\.ts)$/],
]

/** Besides itself and values. Types may come from anywhere; tests and the server may import everything. */
const MAY_IMPORT = {
  route: ['http', 'model', 'pure model', 'component', 'settings', 'asset'],
  http: ['model', 'pure model', 'settings'],
  model: ['pure model', 'allocation', 'db', 'mail', 'outbox', 'settings'],
  'pure model': ['allocation', 'mail'],
  outbox: ['mail', 'model', 'pure model', 'db', 'settings'],
  mail: ['pure model'],
  allocation: [],
  component: ['asset'],
  db: [],
  settings: ['db'],
  values: [],
}

// A test keeps these free of circles. What two nouns share that may not import each other belongs in app/values or in a
// noun below both.
export const NOUN_MAY_IMPORT = {
  audit: [],
  events: [],
  mail: ['audit', 'sign-in'],
  settings: ['audit'],
  'sign-in': ['audit', 'settings'],
  people: ['audit', 'events', 'sign-in', 'draw', 'after'],
  'draw/workers': [],
  draw: ['audit', 'events', 'draw/workers'],
  requests: ['audit', 'events', 'sign-in', 'draw'],
  grid: ['audit', 'events', 'draw'],
  after: ['audit', 'events', 'sign-in', 'draw'],
  results: ['audit', 'events', 'draw', 'people', 'grid', 'after'],
  organizing: ['audit', 'events', 'sign-in', 'draw', 'people', 'after', 'hands'],
  hands: ['audit', 'events', 'sign-in', 'draw', 'after'],
  operating: ['audit', 'events', 'draw', 'settings', 'sign-in'],
  calendar: ['audit', 'events', 'sign-in'],
  'moving-in': ['audit', 'draw', 'people'],
  demo: ['audit', 'draw', 'sign-in', 'after', 'events'],
}

/** The traps are explained in docs/decisions. */
const FORBIDDEN = [
  {
    word: /\bprocess\.env\b/,
    except: [/^app\/settings\.server\.ts$/, /^(scripts|bench|e2e)\//, /^[\w.]+\.config\.(ts|js)$/],
    why: 'only the settings module reads the environment',
  },
  {
    word: /\.(batch|transaction|executeMultiple)\s*\(|\b(client|rawClient\(\)|db\(\))\.execute\s*\(/,
    // The server lock holds a transaction on its own small file, which has none of our data.
    except: [/^db\//, /^server\/database\/server-lock\.ts$/, /^(scripts|bench|e2e)\//],
    why: 'every write goes through write() of db/lane.ts',
  },
  {
    word: /\b(INTO audit_entries|insert\(auditEntries\))/i,
    except: [/^app\/models\/audit\/audit\.server\.ts$/, /^(scripts|bench|e2e)\//],
    why: 'every entry of the audit trail goes through audit() or auditRows()',
  },
  {
    word: /<(Scripts|Await|Form|Link|LiveReload)[\s/>]|\buse(Fetcher|Submit|Navigation)\b/,
    except: [],
    why: 'no React runs in the browser, so this would do nothing there',
  },
]

const IMPORT =
  /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm

/**
 * @param {string} file path from the root, with slashes
 * @param {string} text
 * @returns {string[]}
 */
export function checkFile(file, text) {
  const room = roomOf(file)
  const wrongWords = FORBIDDEN.filter(
    rule =>
      room !== 'test' &&
      rule.word.test(withoutComments(text)) &&
      !rule.except.some(e => e.test(file)),
  ).map(rule => `${file}: ${rule.why} (${rule.word.exec(withoutComments(text))?.[0].trim()})`)
  const imports = importsOf(text)
    .map(target => ({ target, from: resolveImport(file, target) }))
    .filter(({ from }) => from !== undefined)
  const wrongImports = imports
    .filter(({ from }) => !mayImport(MAY_IMPORT[room], room, roomOf(from)))
    .map(({ target, from }) => `${file}: ${room} may not import ${roomOf(from)} (${target})`)
  const noun = room === 'test' ? undefined : nounOf(file)
  const wrongNouns = imports
    .filter(({ from }) => nounOf(from) && !mayImport(NOUN_MAY_IMPORT[noun], noun, nounOf(from)))
    .map(({ target, from }) => `${file}: ${noun} may not import ${nounOf(from)} (${target})`)
  const roomless = file.startsWith('app/models/') && !nounOf(file)
  const noRoom = roomless ? [`${file}: the folder has no line in NOUN_MAY_IMPORT`] : []
  return [...wrongWords, ...wrongImports, ...wrongNouns, ...noRoom]
}

function mayImport(allowed, importer, imported) {
  return !allowed || imported === importer || imported === 'values' || allowed.includes(imported)
}

function nounOf(file) {
  const folders = /^app\/models\/(.+)\/[^/]+$/.exec(file)?.[1]
  return Object.keys(NOUN_MAY_IMPORT).find(
    noun => folders === noun || folders?.startsWith(`${noun}/`),
  )
}

/** Type-only imports leave no trace at run time. */
function importsOf(text) {
  return [...withoutComments(text).matchAll(IMPORT)]
    .filter(([statement]) => !/\{\s*(type\s+\w+(\s+as\s+\w+)?\s*,?\s*)+\}\s*from/.test(statement))
    .map(match => match[1] ?? match[2])
}

function resolveImport(file, target) {
  const plain = target.replace(/\?.*$/, '')
  if (plain.startsWith('#')) return plain.slice(1)
  return plain.startsWith('.') ? path.posix.join(path.posix.dirname(file), plain) : undefined
}

function roomOf(file) {
  return ROOMS.find(([, pattern]) => pattern.test(file))?.[0] ?? 'elsewhere'
}

function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}

export function checkAll() {
  const sources = readSources(['app', 'db', 'server', 'scripts', 'bench', 'e2e'])
  return sources.flatMap(({ file, text }) => checkFile(file, text))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mistakes = checkAll()
  for (const mistake of mistakes) console.error(mistake)
  console.log(
    mistakes.length === 0 ? 'Imports: all in order' : `Imports: ${mistakes.length} mistakes`,
  )
  process.exit(mistakes.length === 0 ? 0 : 1)
}
