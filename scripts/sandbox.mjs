import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { denoProgram } from './dependencies.mjs'
import { root } from './shell.mjs'

/**
 * The folders of the database, the backups and the key. If such a folder holds the program, only our files in it, so
 * that nothing can be written that a later start would run.
 * @param {Record<string, string | undefined>} env
 * @returns {string[]}
 * @throws Error when a setting leaves no such place.
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
 * Fills in the permissions listed once, for everybody to read, in package.json.
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

/** Deno keeps code there between starts, and it may be inside a data folder. */
function denoFolder() {
  const { DENO_DIR } = process.env
  return DENO_DIR && !DENO_DIR.includes(',') ? `,${DENO_DIR}` : ''
}

/** With a libSQL server there may be no place, and an empty `--allow-write=` allows everything. */
function list(comma, places) {
  return places.length > 0 ? (comma.startsWith(',') ? ',' : '') + places.join(',') : ''
}

/** As in app/settings.server.ts: an old database beside the program stays there until somebody moves it. */
export function defaultDatabase() {
  const isOld = existsSync('tickets.db') && !existsSync('data/tickets.db')
  return isOld ? './tickets.db' : './data/tickets.db'
}

function placesBeside(file, filesOf) {
  const folder = path.dirname(file)
  return holdsProgram(folder) ? filesOf(file) : [firstMissing(folder)]
}

function firstMissing(folder) {
  const parent = path.dirname(folder)
  return existsSync(folder) || existsSync(parent) || parent === folder
    ? folder
    : firstMissing(parent)
}

function filesOfDatabase(file) {
  const endings = ['', '-wal', '-shm', '-journal', '.lock', '.lock-journal', '.room', '.restoring']
  const beside = ['backups', 'secret-key'].map(name => path.join(path.dirname(file), name))
  return [...endings.map(ending => file + ending), ...asideOf(file), ...beside]
}

/** Where db/backups/restore.ts moves the database when it finishes an interrupted restore. */
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
