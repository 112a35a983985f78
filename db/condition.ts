import { statSync } from 'node:fs'

/** Thrown when nothing can be stored for the time being: answer 503 with Retry-After. */
export class DatabaseUnavailableError extends Error {
  override name = 'DatabaseUnavailableError'

  constructor(
    message: string,
    options?: ErrorOptions,
    /** Whether the batch may be stored all the same; otherwise nothing of it is. */
    readonly mayBeStored = false,
  ) {
    super(message, options)
  }
}

export const DISK_FULL = 'the disk is full'

/** What SQLite, the system or our client say when disk, file or server do not play along; each may pass by itself. */
const REASONS: [code: RegExp, reason: string][] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, DISK_FULL],
  [/^(SQLITE_(READONLY|PERM|AUTH)|EROFS)/, 'the database can be read only'],
  [/^SQLITE_CANTOPEN/, 'the database file cannot be opened'],
  [/^SQLITE_(IOERR|PROTOCOL|NOLFS)/, 'the disk does not read or write'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'the database file is damaged'],
  [/^SERVER_(AWAY|SILENT)$/, 'the database server does not answer'],
  [/^SERVER_REFUSES$/, 'the database server refuses us'],
]

/** A disk or a server that fails in the midst of a commit may have stored it. */
const UNSURE = /^(SQLITE_(IOERR|PROTOCOL|NOLFS)|SERVER_SILENT)/

/** Why an error of the driver, however wrapped, means that the database is not available; undefined for others. */
export function unavailability(error: unknown): string | undefined {
  const codes = codesOf(error)
  return REASONS.find(([pattern]) => codes.some(code => pattern.test(code)))?.[1]
}

/** Whether a write may be stored although it ended in this error. */
export function isUnsure(error: unknown): boolean {
  return codesOf(error).some(code => UNSURE.test(code))
}

function codesOf(error: unknown): string[] {
  const codes: unknown[] = []
  for (let each = error; each instanceof Error && codes.length < 5; each = each.cause)
    codes.push((each as { code?: unknown }).code)
  return codes.filter(code => typeof code === 'string')
}

const PARTS = { '': 'the database file', '-wal': 'its log (-wal)', '-shm': 'its index (-shm)' }
type Part = keyof typeof PARTS
const parts = Object.keys(PARTS) as Part[]

let watched: { file: string; seen: Record<Part, string> } | undefined
let failing: string | undefined

/** From now on the files that are there are those that count: call it when they are open. */
export function watchFiles(file: string): void {
  const seen = Object.fromEntries(parts.map(part => [part, identity(file + part)]))
  watched = { file, seen: seen as Record<Part, string> }
  failing = undefined
}

export function stopWatchingFiles(): void {
  watched = undefined
  failing = undefined
}

/**
 * Says when a file that we have open is no longer the one that others find under its name: what is written to it
 * then is gone at the end, without any error.
 */
export function findMovedFile(): string | undefined {
  if (!watched) return undefined
  for (const part of parts) {
    const now = identity(watched.file + part)
    if (now === watched.seen[part]) continue
    return now === ''
      ? `${PARTS[part]} has gone`
      : `another file has taken the place of ${PARTS[part]}`
  }
  return undefined
}

/** Why nothing can be written at the moment, in words without paths; undefined when all is well. */
export function findTrouble(): string | undefined {
  return findMovedFile() ?? failing
}

/** @throws DatabaseUnavailableError while there is trouble. */
export function refuseInTrouble(): void {
  const trouble = findTrouble()
  if (trouble) throw new DatabaseUnavailableError(trouble)
}

/** Notes that a write failed; until a probe succeeds, no other is tried. */
export function noteFailing(reason: string | undefined): void {
  failing = reason
}

function identity(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat ? `${stat.dev}:${stat.ino}` : ''
}
