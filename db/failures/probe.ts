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

/** Each recovery opens new connections, and old ones end only some time later: on a disk that is nearly full the pauses grow. */
const PAUSES = [0, 0, 1000, 2000, 5000, 15_000]
const CALM = 300_000
const TRIAL = 'UPDATE write_proofs SET number = number + 1 WHERE id = 1'
/** A server counts it among the writes, and so blocks it when it blocks them; but it waits for no lock. */
const PING = 'PRAGMA synchronous'
let recoveries: number[] = []

/**
 * Looks whether writes that failed would succeed again, and lets them. A server is asked also while all is well: no
 * write may come for long.
 * @param file the path of the database, empty for a server.
 * @returns why nothing can be written (still); undefined when all is well.
 */
export async function examineDatabase(file: string): Promise<string | undefined> {
  const trouble = findTrouble() ?? (file ? undefined : await findServerTrouble())
  if (!trouble || findMovedFile() || (file && isTooSoon())) return trouble
  try {
    if (file) tryToWrite(file, trouble)
    else await probeClient().execute(TRIAL)
  } catch (error) {
    return unavailability(error) ?? trouble
  }
  // Connections that have seen an error are not trusted with what comes.
  await reconnect()
  await rawClient().execute('SELECT 1 FROM write_proofs')
  noteFailing(undefined)
  recoveries.push(performance.now())
  return undefined
}

async function findServerTrouble(): Promise<string | undefined> {
  // One answer that is lost on its way is nothing to stop for.
  const ping = () => probeClient().execute(PING)
  try {
    await ping().catch(ping)
  } catch (error) {
    const reason = unavailability(error)
    // Any other error is an answer too, so the server is there.
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

/**
 * By a connection of its own, opened anew each time: one that was opened while the file was read-only stays so.
 * Its statements end by themselves, so that closing it lets go of the file at once.
 */
function tryToWrite(file: string, trouble: string): void {
  if (trouble === DISK_FULL) requireRoom(file)
  const database = new Database(file, { timeout: 25 } as Database.Options)
  try {
    // Checkpoints are left to the one connection that makes them.
    database.exec('PRAGMA wal_autocheckpoint = 0')
    database.exec(TRIAL)
  } finally {
    database.close()
  }
}

/**
 * The write of a probe may fit where no batch does, into the rest of a log or a last free block, and the next would
 * be refused again.
 */
function requireRoom(file: string): void {
  const trial = roomFile(file)
  // Random, so that no file system makes it smaller.
  const mebibyte = randomBytes(1 << 20)
  try {
    writeFileSync(trial, '', { mode: 0o600 })
    for (let written = 0; written < ROOM; written += 1) appendFileSync(trial, mebibyte)
  } finally {
    rmSync(trial, { force: true })
  }
}

/** What is written for a moment beside the database to see whether there is room; a start removes what a kill left. */
export const roomFile = (file: string): string => `${file}.room`

/** For tests, which are in trouble more often than a program. */
export function forgetRecoveries(): void {
  recoveries = []
}
