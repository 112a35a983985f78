import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { denoProgram } from './dependencies.mjs'
import { root } from './shell.mjs'

/**
 * What the server may write to: the folders of the database, of the backups and of the key. Where such a folder holds
 * the program, only the files that are ours, so that nothing can be written there that a later start would run.
 * @param {Record<string, string | undefined>} env
 * @returns {string[]}
 * @throws Error in words, when a setting leaves no such place.
 */
export function dataPlaces(env) {
  const DATABASE = env.DATABASE || defaultDatabase()
  const isRemote = /^(libsql|https?|wss?):/.test(DATABASE)
  const file = DATABASE.replace(/^file:(\/\/)?/, '')
  const places = {
    DATABASE: isRemote ? [] : placesBeside(file, filesOfDatabase),
    BACKUP_DIR: env.BACKUP_DIR && !isRemote ? [firstMissing(env.BACKUP_DIR)] : [],
    SECRET_KEY_FILE: env.SECRET_KEY_FILE ? placesBeside(env.SECRET_KEY_FILE, file => [file]) : [],
  }
  for (const [name, all] of Object.entries(places)) for (const place of all) checkPlace(name, place)
  return [...new Set(Object.values(places).flat())]
}

/**
 * The permissions stand in package.json, once, for everybody to read; here its words become a command.
 * @param {string[]} places
 * @returns {[program: string, args: string[]]}
 */
export function denoCommand(places) {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const args = scripts['serve:deno']
    .split(' ')
    .slice(1)
    .map(word => word.replace(/,?\$\{DATA:-data\}/, comma => list(comma, places)))
    .map(word => (word.startsWith('--deny-write=') ? word + denoFolder() : word))
  return [denoProgram(), args.filter(word => !word.endsWith('='))]
}

/** What Deno keeps there between two starts is code, and it may lie among the data. */
function denoFolder() {
  const { DENO_DIR } = process.env
  return DENO_DIR && !DENO_DIR.includes(',') ? `,${DENO_DIR}` : ''
}

/** With a libSQL server there may be no place at all, and `--allow-write=` without one would allow everything. */
function list(comma, places) {
  return places.length > 0 ? (comma.startsWith(',') ? ',' : '') + places.join(',') : ''
}

/** As in app/settings.server.ts: where it was before it had a folder of its own, it stays until somebody moves it. */
export function defaultDatabase() {
  const isOld = existsSync('tickets.db') && !existsSync('data/tickets.db')
  return isOld ? './tickets.db' : './data/tickets.db'
}

function placesBeside(file, filesOf) {
  const folder = path.dirname(file)
  return holdsProgram(folder) ? filesOf(file) : [firstMissing(folder)]
}

/** A folder, or the one above it that must be made first. */
function firstMissing(folder) {
  const parent = path.dirname(folder)
  return existsSync(folder) || existsSync(parent) || parent === folder
    ? folder
    : firstMissing(parent)
}

/** Every name that the server gives beside a database file. */
function filesOfDatabase(file) {
  const endings = ['', '-wal', '-shm', '-journal', '.lock', '.lock-journal', '.room', '.restoring']
  const beside = ['backups', 'secret-key'].map(name => path.join(path.dirname(file), name))
  return [...endings.map(ending => file + ending), ...asideOf(file), ...beside]
}

/** Where db/backups/restore.ts moves a database to when it finishes a restore that was interrupted. */
function asideOf(file) {
  const ready = statSync(`${file}.restoring`, { throwIfNoEntry: false })
  if (!ready) return []
  const aside = `${file}.replaced-${ready.mtime.toISOString().replace(/[:.]/g, '-')}`
  return ['', '-wal', '-journal'].map(ending => aside + ending)
}

/** @throws Error */
function checkPlace(name, place) {
  if (place.includes(','))
    throw new Error(
      `${name}: Deno cannot use a path with a comma (${place}): choose another, or run on Node (npm run start:node)`,
    )
  if (holdsProgram(place) || isOfProgram(place))
    throw new Error(
      `${name}: ${place} holds the program: choose a folder of its own, such as ./data`,
    )
}

function holdsProgram(folder) {
  return !leavesFolder(path.relative(path.resolve(folder), root))
}

const PROGRAM = /^(\.git|\.ci|app|bench|build|db|docs|e2e|node_modules|public|scripts|server)$/

function isOfProgram(place) {
  const inside = path.relative(root, path.resolve(place))
  return !leavesFolder(inside) && PROGRAM.test(inside.split(path.sep)[0] ?? '')
}

function leavesFolder(relative) {
  return relative.startsWith('..') || path.isAbsolute(relative)
}
