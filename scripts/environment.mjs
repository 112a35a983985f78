import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defaultDatabase } from './sandbox.mjs'
import { root, say } from './shell.mjs'

const LINE =
  /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^"'\s#][^#]*?|))\s*(?:(?<=[\s"'=])#.*)?$/

/**
 * Not left to the runtimes, which differ and skip lines that they cannot read.
 * @param {string} text
 * @returns {{ variables: Record<string, string>, problems: string[] }}
 */
export function parseEnv(text) {
  const variables = {}
  const problems = []
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const [whole, name, double, single, bare = ''] = LINE.exec(trimmed) ?? []
    if (whole === undefined)
      problems.push(`.env, line ${index + 1}: must be NAME=value; quote a value with # in it`)
    else variables[name] = double ?? single ?? bare
  }
  return { variables, problems }
}

/**
 * The environment overrides `.env`. Ends this process when `.env` cannot be read.
 * @returns {Record<string, string | undefined>}
 */
export function readEnvironment() {
  const { variables, problems } = readEnvFile()
  if (problems.length > 0) refuseToStart(problems)
  const env = { ...variables, ...process.env }
  return { ...env, DATABASE: env.DATABASE || defaultDatabase() }
}

/** @param {string[]} problems */
export function refuseToStart(problems) {
  for (const problem of problems) say(`Cannot start: ${problem}`)
  process.exit(1)
}

function readEnvFile() {
  try {
    return parseEnv(readFileSync(path.join(root, '.env'), 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return { variables: {}, problems: [] }
    return { variables: {}, problems: [`.env: cannot be read (${error.message})`] }
  }
}
