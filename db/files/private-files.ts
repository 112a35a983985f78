import { chmodSync, closeSync, openSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

const PARTS = /^(-wal|-shm|-journal|\.(lock|room|restoring|replaced-).*)?$/
const OTHERS = 0o077

/** SQLite copies its mode to the files beside it. Never for an open database: closing drops SQLite's locks. */
export function makePrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600))
  } catch {
    // Opening it later fails the same way, with a better message.
  }
}

export function filesOfDatabase(file: string): string[] {
  const folder = path.dirname(path.resolve(file))
  const name = path.basename(file)
  return namesIn(folder)
    .filter(each => each.startsWith(name) && PARTS.test(each.slice(name.length)))
    .map(each => path.join(folder, each))
}

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
  mode: string
  /** `no modes`: the file system keeps none. */
  why: 'not ours' | 'no modes'
}

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
