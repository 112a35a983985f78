import { existsSync, readdirSync } from 'node:fs'
import { settings } from '#app/settings.server.ts'
import { backUp, backupFolder, rescueOpenDatabase } from '#db/backups/backup.ts'
import { type BackupKind, isBackupDue, readBackups } from '#db/backups/backup-names.ts'
import { isRestoreUnfinished } from '#db/backups/restore.ts'

export class NoBackupError extends Error {
  override name = 'NoBackupError'
}

let lastFailure: { at: number; problem: string } | undefined

/** Removes outdated backups last: when this throws, the older ones stay. @throws NoBackupError */
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

/** Copies what this process holds open, even if renamed or deleted. Blocks everything else. */
export async function rescue(): Promise<string> {
  return rescueOpenDatabase(ourFolder())
}

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

/** The page that shows backup problems must not fail because of one. */
function readableNames(): string[] {
  try {
    return namesInFolder()
  } catch {
    return []
  }
}
