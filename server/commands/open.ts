import path from 'node:path'
import { recallZone } from '#app/models/settings/time-zone.server.ts'
import { leadTo, SettingsError, settings } from '#app/settings.server.ts'
import { finishRestore, isRestoreUnfinished } from '#db/backups/restore.ts'
import { databaseAddress, openDatabase, rawClient } from '#db/client.ts'
import { messageOf } from '#db/failures/causes.ts'
import { makeFolder } from '#db/files/folder.ts'
import { MigrationError, pendingMigrations } from '#db/migrations.ts'
import { prepareDatabase } from '#db/setup.ts'
import { databaseOptions } from '#server/database/database-options.ts'
import { addressOfHolder, lockDatabase, unlockDatabase } from '#server/database/server-lock.ts'
import { tightenFiles } from '#server/database/tighten-files.ts'

/** Makes or upgrades it only without a server. @throws MigrationError when the server has another version */
export async function openForCommand(): Promise<void> {
  const { databaseFile, newKeyFile } = settings()
  if (newKeyFile) console.error(`Made a secret key in ${newKeyFile}: keep a copy of it.`)
  if (databaseFile) makeFolder(path.dirname(path.resolve(databaseFile)))
  const isAlone = databaseFile ? await tryToLock(databaseFile) : true
  try {
    if (isAlone) tightenFiles()
    if (isAlone && isRestoreUnfinished(databaseFile)) finishRestore(databaseFile)
    if (isAlone) {
      await prepareDatabase({ ...databaseOptions(), isGuest: true })
      await recallZone()
    } else {
      leadTo((await addressOfHolder(databaseFile)) ?? settings().APP_URL)
      await openMigrated()
    }
  } finally {
    if (isAlone) unlockDatabase()
  }
}

export async function openMigrated(): Promise<void> {
  const { DATABASE, DATABASE_AUTH_TOKEN, databaseFile, DATABASE_ACCEPT_NORMAL_SYNC } = settings()
  if (isRestoreUnfinished(databaseFile))
    throw new Error(`${databaseFile} is being restored: start the server, which finishes that`)
  await openDatabase(databaseAddress(DATABASE, DATABASE_AUTH_TOKEN), {
    isGuest: true,
    acceptsNormalSync: DATABASE_ACCEPT_NORMAL_SYNC,
  })
  if ((await pendingMigrations(rawClient())).length > 0)
    throw new MigrationError(
      'the database is older than this program: start (or restart) the server first, which upgrades it',
    )
  await recallZone()
}

async function tryToLock(databaseFile: string): Promise<boolean> {
  return lockDatabase(databaseFile).then(
    () => true,
    () => false,
  )
}

export function giveUp(error: unknown): never {
  const lines = error instanceof SettingsError ? error.problems : [messageOf(error)]
  for (const line of lines) console.error(line)
  process.exit(1)
}

export function refuseCall(problem: string, usage: string): never {
  console.error(`${problem}\n\n${usage}`)
  process.exit(2)
}
