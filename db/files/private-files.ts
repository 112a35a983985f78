import { chmodSync, closeSync, openSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** What a database file brings with it, by what follows its name. */
const PARTS = /^(-wal|-shm|-journal|\.(lock|room|restoring|replaced-).*)?$/
const OTHERS = 0o077

/**
 * Makes an empty file for its owner alone, whatever the umask. SQLite takes an empty file for a new database, and gives
 * the files beside a database its mode. Where it cannot be made, SQLite says why. Never for a file that this process has
 * open as a database: closing it here would let go of the locks that SQLite holds on it.
 */
export function makePrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600))
  } catch {
    // Opening it later fails in the same way, with a better message.
  }
}

/** A database and the files beside it. */
export function filesOfDatabase(file: string): string[] {
  const folder = path.dirname(path.resolve(file))
  const name = path.basename(file)
  return namesIn(folder)
    .filter(each => each.startsWith(name) && PARTS.test(each.slice(name.length)))
    .map(each => path.join(folder, each))
}

/** Backups, whole or not, in the folder for them. */
export function filesOfBackups(folder: string): string[] {
  return namesIn(folder)
    .filter(name => /^tickets-.*\.db(\.part.*)?$/.test(name))
    .map(name => path.join(folder, name))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

export type Exposed = {
  path: string
  /** As in "644". */
  mode: string
  /** `not ours`: it belongs to another user. `no modes`: the file system keeps none. */
  why: 'not ours' | 'no modes'
}

/** Takes a file or folder away from everybody but its owner. @returns what it is when that cannot be done. */
export function tighten(target: string): Exposed | undefined {
  if (process.platform === 'win32' || !isOpenToOthers(target)) return undefined
  const mode = statSync(target).isDirectory() ? 0o700 : 0o600
  let why: Exposed['why'] = 'no modes'
  try {
    chmodSync(target, mode)
  } catch {
    why = 'not ours'
  }
  if (!isOpenToOthers(target)) return undefined
  return { path: target, mode: (statSync(target).mode & 0o777).toString(8), why }
}

function isOpenToOthers(target: string): boolean {
  return ((statSync(target, { throwIfNoEntry: false })?.mode ?? 0) & OTHERS) !== 0
}
