import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { sayCount } from '#app/values/count.ts'
import { problemOfFile, reasonOf } from '#db/files/folder.ts'

/** Earlier versions used this public key when none was set. */
export const FORMER_DEFAULT_KEY = 'dev-secret-key-only-for-this-machine'

const KNOWN = /^(dev-secret-key|your-secure-secret-key|change-?me|secret)/i
const LEAST = 32
/** The chance that 32 hex characters have fewer is one in a hundred million. */
const LEAST_DIFFERENT = 6

/** Never repeats the key. */
export function problemOfKey(key: string): string | undefined {
  if (KNOWN.test(key)) return 'this value is publicly known; choose one of your own'
  if (key.length < LEAST)
    return `needs at least ${sayCount(LEAST, 'character')} (try: openssl rand -hex 32)`
  if (new Set(key).size < LEAST_DIFFERENT)
    return 'is easy to guess: too few different characters (try: openssl rand -hex 32)'
}

export function newKey(): string {
  return randomBytes(32).toString('hex')
}

export function keyFromFile(file: string, fresh: string): { key: string; isNew: boolean } {
  const problem = problemOfFile(file)
  if (problem) throw new Error(problem)
  const isNew = makeKeyFile(file, fresh)
  try {
    const key = readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .trim()
    if (key === '') throw new Error('it is empty')
    return { key, isNew }
  } catch (error) {
    throw new Error(`${file} cannot be read: ${reasonOf(error)}`, { cause: error })
  }
}

function makeKeyFile(file: string, fresh: string): boolean {
  try {
    const descriptor = openSync(file, 'wx', 0o600)
    writeSync(descriptor, `${fresh}\n`)
    // Sealed data is worthless without the key.
    fsyncSync(descriptor)
    closeSync(descriptor)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new Error(`${file} cannot be made: ${reasonOf(error)}`, { cause: error })
  }
}
