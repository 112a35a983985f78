import { statSync } from 'node:fs'
import { codesOf, findCause } from './causes.ts'

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
const NO_ANSWER = 'the database server does not answer'
const REFUSES_US = 'the database server refuses us'

/** What must fit on a disk before it counts as no longer full: as much as our largest batch, in mebibytes. */
export const ROOM = 16

/** What SQLite, the system or our client say when disk, file or server do not play along; each may pass by itself. */
const REASONS: [code: RegExp, reason: string][] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, DISK_FULL],
  [/^(SQLITE_(READONLY|PERM|AUTH)|EROFS)/, 'the database can be read only'],
  [/^SQLITE_CANTOPEN/, 'the database file cannot be opened'],
  [/^SQLITE_(IOERR|PROTOCOL|NOLFS)/, 'the disk does not read or write'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'the database file is damaged'],
  [/^(SERVER_(AWAY|SILENT)|PROXY_ERROR)$/, NO_ANSWER],
  [/^SERVER_REFUSES$/, REFUSES_US],
  // Over quota, say, or while it is moved.
  [/^BLOCKED$/, 'the database server is blocked'],
]

/** A disk or a server that fails in the midst of a commit may have stored it. */
const UNSURE = /^(SQLITE_(IOERR|PROTOCOL|NOLFS)|SERVER_SILENT|PROXY_ERROR)/

/** Why an error, however wrapped, means that the database is not available; undefined for others. */
export function unavailability(error: unknown): string | undefined {
  const known = findCause(error, DatabaseUnavailableError)
  if (known) return known.message
  const codes = codesOf(error)
  return REASONS.find(([pattern]) => codes.some(code => pattern.test(code)))?.[1]
}

/** Whether a write may be stored although it ended in this error. */
export function isUnsure(error: unknown): boolean {
  return codesOf(error).some(code => UNSURE.test(code))
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

/** The trouble, for the person who has to mend it: of a full disk, how much must be free before anything is written again. */
export function sayTrouble(trouble: string): string {
  return trouble === DISK_FULL ? `${trouble}; writing resumes when ${ROOM} MiB are free` : trouble
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

/** Notes that a write failed, or a probe; until a probe succeeds, no write is tried. */
export function noteFailing(reason: string | undefined): void {
  failing = reason
  if (isUnreachable())
    for (const each of reading) each.abort(new DatabaseUnavailableError(`${reason}`))
}

/** A server that lets nothing be stored may still be read. */
const isUnreachable = () => failing === NO_ANSWER || failing === REFUSES_US

/** Questions on their way to a server. */
const reading = new Set<AbortController>()

/**
 * Reads from a server, but not while it is known not to answer; those who wait already are let go when that
 * becomes known.
 */
export async function readWhileThere<Answer>(
  read: (ending: AbortController) => Promise<Answer>,
): Promise<Answer> {
  if (isUnreachable()) throw new DatabaseUnavailableError(`${failing}`)
  const ending = new AbortController()
  reading.add(ending)
  try {
    return await read(ending)
  } finally {
    reading.delete(ending)
  }
}

function identity(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat ? `${stat.dev}:${stat.ino}` : ''
}
