import { existsSync } from 'node:fs'
import path from 'node:path'
import { backUp, backupFolder } from '#db/backups/backup.ts'
import { makeFolder } from '#db/files/folder.ts'
import { makePrivateFile } from '#db/files/private-files.ts'
import {
  type DatabaseAddress,
  databaseAddress,
  filePathOf,
  type OpenOptions,
  openDatabase,
  rawClient,
  reconnect,
  witnessClient,
} from './client.ts'
import { appliedOf, applyMigration, MigrationError, pendingMigrations } from './migrations.ts'
import { assertSchema } from './schema-check.ts'

const KEEP_DAYS = 14

export type PrepareOptions = OpenOptions & {
  database: string
  authToken?: string | undefined
  backupDir?: string | undefined
  backupKeepDays?: number | undefined
  /** For tests that remove the triggers. */
  isSchemaTrusted?: boolean | undefined
}

/** Backs up before it migrates. @returns the migrations applied. */
export async function prepareDatabase(options: PrepareOptions): Promise<string[]> {
  const address: DatabaseAddress = databaseAddress(options.database, options.authToken)
  const file = filePathOf(address)
  const isNew = file !== undefined && !existsSync(file)
  if (file) makeFolder(path.dirname(path.resolve(file)))
  if (isNew) makePrivateFile(file)
  await openDatabase(address, options)
  const pending = await pendingMigrations(rawClient())
  // Check first: a foreign trigger would act on the migrations' own writes.
  if (!options.isSchemaTrusted) await assertSchema(rawClient(), appliedOf(pending))
  if (pending.length > 0 && file && !isNew) {
    const folder = options.backupDir ?? backupFolder(file)
    await backUp(file, folder, 'before-upgrade', options.backupKeepDays ?? KEEP_DAYS)
  }
  for (const migration of pending) await applyMigration(rawClient(), migration, reconnect)
  if (pending.length > 0) await assertMigrated()
  return pending.map(m => m.name)
}

/** After a BUSY the first connection could show what was never committed. */
async function assertMigrated(): Promise<void> {
  if ((await pendingMigrations(witnessClient())).length > 0)
    throw new MigrationError('the migrations did not reach the database: start again')
}
