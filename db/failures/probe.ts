import { randomBytes } from 'node:crypto'
import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import Database from 'libsql'
import { probeClient, rawClient, reconnect } from '#db/client.ts'
import {
  DISK_FULL,
  findMovedFile,
  findTrouble,
  noteFailing,
  ROOM,
  unavailability,
} from './condition.ts'

/** Milliseconds. Each recovery opens connections, and old ones linger: on a nearly full disk pauses must grow. */
const PAUSES = [0, 0, 1000, 2000, 5000, 15_000]
const CALM = 300_000
const TRIAL = 'UPDATE write_proofs SET number = number + 1 WHERE id = 1'
/** A server counts this as a write, and so blocks it with the others, but it takes no lock. */
const PING = 'PRAGMA synchronous'
let recoveries: number[] = []

/** Asks a server even when all is well: no write may come for long. @param file empty for a server */
export async function examineDatabase(file: string): Promise<string | undefined> {
  const trouble = findTrouble() ?? (file ? undefined : await findServerTrouble())
  if (!trouble || findMovedFile() || (file && isTooSoon())) return trouble
  try {
    if (file) tryToWrite(file, trouble)
    else await probeClient().execute(TRIAL)
  } catch (error) {
    return unavailability(error) ?? trouble
  }
  // A connection that saw an error cannot be trusted with later writes.
  await reconnect()
  await rawClient().execute('SELECT 1 FROM write_proofs')
  noteFailing(undefined)
  recoveries.push(performance.now())
  return undefined
}

async function findServerTrouble(): Promise<string | undefined> {
  const ping = () => probeClient().execute(PING)
  try {
    await ping().catch(ping)
  } catch (error) {
    const reason = unavailability(error)
    if (reason) noteFailing(reason)
  }
  return findTrouble()
}

function isTooSoon(): boolean {
  const now = performance.now()
  recoveries = recoveries.filter(at => now - at < CALM)
  const pause = PAUSES[recoveries.length] ?? 30_000
  return now - (recoveries.at(-1) ?? 0) < pause
}

// A new connection each time: one opened while the file was read-only stays so. `exec` leaves no statement open, so
// closing frees the file at once.
function tryToWrite(file: string, trouble: string): void {
  if (trouble === DISK_FULL) requireRoom(file)
  const database = new Database(file, { timeout: 25 } as Database.Options)
  try {
    database.exec('PRAGMA wal_autocheckpoint = 0')
    database.exec(TRIAL)
  } finally {
    database.close()
  }
}

/** A probe's write may fit into the rest of the log where no batch does, and the next batch would fail again. */
function requireRoom(file: string): void {
  const trial = roomFile(file)
  // Random bytes, so that no file system compresses them.
  const mebibyte = randomBytes(1 << 20)
  try {
    writeFileSync(trial, '', { mode: 0o600 })
    for (let written = 0; written < ROOM; written += 1) appendFileSync(trial, mebibyte)
  } finally {
    rmSync(trial, { force: true })
  }
}

export const roomFile = (file: string): string => `${file}.room`

export function forgetRecoveries(): void {
  recoveries = []
}
