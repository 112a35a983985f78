import { statSync } from 'node:fs'
import { codesOf, findCause } from './causes.ts'

/** Nothing can be stored for now: answer 503 with Retry-After. */
export class DatabaseUnavailableError extends Error {
  override name = 'DatabaseUnavailableError'

  constructor(
    message: string,
    options?: ErrorOptions,
    readonly mayBeStored = false,
  ) {
    super(message, options)
  }
}

export const DISK_FULL = 'the disk is full'
const NO_ANSWER = 'the database server does not answer'
const REFUSES_US = 'the database server refuses us'

/** Mebibytes that must fit before a disk counts as free again: our largest batch. */
export const ROOM = 16

const REASONS: [code: RegExp, reason: string][] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, DISK_FULL],
  [/^(SQLITE_(READONLY|PERM|AUTH)|EROFS)/, 'the database can be read only'],
  [/^SQLITE_CANTOPEN/, 'the database file cannot be opened'],
  [/^SQLITE_(IOERR|PROTOCOL|NOLFS)/, 'the disk does not read or write'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'the database file is damaged'],
  [/^(SERVER_(AWAY|SILENT)|PROXY_ERROR)$/, NO_ANSWER],
  [/^SERVER_REFUSES$/, REFUSES_US],
  [/^BLOCKED$/, 'the database server is blocked'],
]

/** A failure during a commit, which may have stored it. */
const UNSURE = /^(SQLITE_(IOERR|PROTOCOL|NOLFS)|SERVER_SILENT|PROXY_ERROR)/

export function unavailability(error: unknown): string | undefined {
  const known = findCause(error, DatabaseUnavailableError)
  if (known) return known.message
  const codes = codesOf(error)
  return REASONS.find(([pattern]) => codes.some(code => pattern.test(code)))?.[1]
}

export function isUnsure(error: unknown): boolean {
  return codesOf(error).some(code => UNSURE.test(code))
}

const PARTS = { '': 'the database file', '-wal': 'its log (-wal)', '-shm': 'its index (-shm)' }
type Part = keyof typeof PARTS
const parts = Object.keys(PARTS) as Part[]

let watched: { file: string; seen: Record<Part, string> } | undefined
let failing: string | undefined

/** Call it once the files are open. */
export function watchFiles(file: string): void {
  const seen = Object.fromEntries(parts.map(part => [part, identity(file + part)]))
  watched = { file, seen: seen as Record<Part, string> }
  failing = undefined
}

export function stopWatchingFiles(): void {
  watched = undefined
  failing = undefined
}

/** Finds an open file that lost its name: SQLite writes to it without an error, and everything is gone at the end. */
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

export function sayTrouble(trouble: string): string {
  return trouble === DISK_FULL ? `${trouble}; writing resumes when ${ROOM} MiB are free` : trouble
}

/** Without paths, because /readyz shows it. */
export function findTrouble(): string | undefined {
  return findMovedFile() ?? failing
}

export function refuseInTrouble(): void {
  const trouble = findTrouble()
  if (trouble) throw new DatabaseUnavailableError(trouble)
}

export function noteFailing(reason: string | undefined): void {
  failing = reason
  if (isUnreachable())
    for (const each of reading) each.abort(new DatabaseUnavailableError(`${reason}`))
}

const isUnreachable = () => failing === NO_ANSWER || failing === REFUSES_US

const reading = new Set<AbortController>()

/** Fails at once, also for reads already waiting, when the server is known not to answer. */
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
