import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { problemOfFile, reasonOf } from '#db/files/folder.ts'

/** What an installation without a key used before one was made for it. Everybody can read it here. */
export const FORMER_DEFAULT_KEY = 'dev-secret-key-only-for-this-machine'

/** Values found in documentation or in older installations. */
const KNOWN = /^(dev-secret-key|your-secure-secret-key|change-?me|secret)/i
const LEAST = 32
/** 32 characters of hex have fewer by a chance of one in a hundred million. */
const LEAST_DIFFERENT = 6

/** Why a key would protect nothing; undefined for a good one. Never repeats it. */
export function problemOfKey(key: string): string | undefined {
  if (KNOWN.test(key)) return 'this value is publicly known; choose one of your own'
  if (key.length < LEAST) return `needs at least ${LEAST} characters (try: openssl rand -hex 32)`
  if (new Set(key).size < LEAST_DIFFERENT)
    return 'is easy to guess: too few different characters (try: openssl rand -hex 32)'
}

export function newKey(): string {
  return randomBytes(32).toString('hex')
}

/**
 * The key in a file, which is made with a new one when it is not there.
 * @throws Error in words that name the file.
 */
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
    // What is sealed with it is worth nothing without it.
    fsyncSync(descriptor)
    closeSync(descriptor)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new Error(`${file} cannot be made: ${reasonOf(error)}`, { cause: error })
  }
}
