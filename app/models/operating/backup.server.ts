import { existsSync, readdirSync } from 'node:fs'
import { settings } from '#app/settings.server.ts'
import { backUp, backupFolder, rescueOpenDatabase } from '#db/backups/backup.ts'
import { type BackupKind, isBackupDue, readBackups } from '#db/backups/backup-names.ts'
import { isRestoreUnfinished } from '#db/backups/restore.ts'

/** Thrown when there is nothing that we could copy; the message is for the person who asked. */
export class NoBackupError extends Error {
  override name = 'NoBackupError'
}

let lastFailure: { at: number; problem: string } | undefined

/**
 * Writes a backup now and removes those that are outdated.
 * @returns its path.
 * @throws NoBackupError, or an Error when there is no good copy; the older ones stay then.
 */
export async function makeBackup(kind: BackupKind): Promise<string> {
  const { databaseFile, isRemote, BACKUP_KEEP_DAYS } = settings()
  if (isRemote)
    throw new NoBackupError('DATABASE is a libSQL server: back it up where it runs, not from here.')
  if (!existsSync(databaseFile))
    throw new NoBackupError(`${databaseFile}: there is no database to back up`)
  if (isRestoreUnfinished(databaseFile))
    throw new NoBackupError(`${databaseFile} is being restored: back it up when that has ended`)
  return backUp(databaseFile, ourFolder(), kind, BACKUP_KEEP_DAYS)
}

/** Writes what this process holds open, whatever has become of the file's name. Holds everything up meanwhile. */
export async function rescue(): Promise<string> {
  return rescueOpenDatabase(ourFolder())
}

/** For a timer: writes a backup when the last scheduled one is old enough, and keeps in mind when that fails. */
export async function backUpWhenDue(stopping: AbortSignal): Promise<string | undefined> {
  const { isRemote, BACKUP_EVERY_HOURS } = settings()
  if (isRemote || BACKUP_EVERY_HOURS === 0) return undefined
  try {
    if (!isBackupDue(namesInFolder(), Date.now(), BACKUP_EVERY_HOURS)) return undefined
    const made = await makeBackup('scheduled')
    lastFailure = undefined
    return made
  } catch (error) {
    // Giving up at a stop is no failure: the next start looks again.
    if (stopping.aborted) return undefined
    const problem = error instanceof Error ? error.message : String(error)
    lastFailure = { at: Date.now(), problem }
    throw new Error(`no backup was made: ${problem}`, { cause: error })
  }
}

export type BackupState = NonNullable<ReturnType<typeof backupState>>

/** What the admin's first page says of backups; undefined where they are not ours to make. */
export function backupState() {
  const { isRemote, BACKUP_EVERY_HOURS } = settings()
  if (isRemote) return undefined
  const backups = readBackups(readableNames())
  const latest = backups[0]?.at
  return { total: backups.length, latest, everyHours: BACKUP_EVERY_HOURS, lastFailure }
}

function ourFolder(): string {
  const { databaseFile, BACKUP_DIR } = settings()
  return BACKUP_DIR ?? backupFolder(databaseFile)
}

function namesInFolder(): string[] {
  return existsSync(ourFolder()) ? readdirSync(ourFolder()) : []
}

/** A page that says what is wrong with the backups must not fail of it. */
function readableNames(): string[] {
  try {
    return namesInFolder()
  } catch {
    return []
  }
}
