import { existsSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import { sealOlderMails } from '#app/mail/sealed-links.server.ts'
import { type Settled, settleRestored } from '#app/models/operating/restored.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayCount } from '#app/values/count.ts'
import { copyDatabase } from '#db/backups/copy.ts'
import { findDamage } from '#db/backups/copy-worker.ts'
import { finishRestore, isRestoreUnfinished, pathOfReady, pathOfWork } from '#db/backups/restore.ts'
import { closeDatabase, databaseAddress, openDatabase, rawClient, reconnect } from '#db/client.ts'
import { makeFolder } from '#db/files/folder.ts'
import { appliedOf, applyMigration, isOurs, pendingMigrations } from '#db/migrations.ts'
import { assertSchema } from '#db/schema-check.ts'
import { lockDatabase, unlockDatabase } from '#server/database/server-lock.ts'
import { tightenFiles } from '#server/database/tighten-files.ts'
import { giveUp, refuseCall } from './open.ts'

const USAGE = `Usage: npm run restore -- FILE

Puts a copy of FILE, a backup, in the place of the database. Stop the server first. What was there
before is moved aside and kept. FILE itself stays as it is.`

type Ready = Settled & { applied: string[] }
type Restored = Ready & { replaced: string | undefined }

async function restore(file: string): Promise<Restored> {
  const { databaseFile, isRemote } = settings()
  if (isRemote) throw new Error('DATABASE is a libSQL server: restore it where it runs.')
  if (!existsSync(file)) throw new Error(`${file}: there is no such file`)
  if (existsSync(databaseFile) && realpathSync(file) === realpathSync(databaseFile))
    throw new Error(`${file} is the database itself`)
  makeFolder(path.dirname(path.resolve(databaseFile)))
  await lockDatabase(databaseFile)
  tightenFiles()
  if (isRestoreUnfinished(databaseFile)) finishRestore(databaseFile)
  const ready = await makeReady(file, databaseFile)
  const replaced = finishRestore(databaseFile)
  unlockDatabase()
  return { ...ready, replaced }
}

/** On a copy, so that a failure leaves the database unchanged. */
async function makeReady(file: string, databaseFile: string): Promise<Ready> {
  const damage = await findDamage(file).catch((error: Error) => error.message)
  if (damage) throw new Error(`${file}: the file is damaged, or is no database (${damage})`)
  const work = pathOfWork(databaseFile)
  removeWork(work)
  try {
    await copyDatabase(file, work)
    const settled = await bringUpToDate(work, path.basename(file))
    await copyDatabase(work, pathOfReady(databaseFile))
    return settled
  } finally {
    removeWork(work)
  }
}

async function bringUpToDate(work: string, from: string): Promise<Ready> {
  await openDatabase(databaseAddress(work))
  try {
    if (!(await isOurs(rawClient()))) throw new Error(`${from} is no database of this program`)
    const pending = await pendingMigrations(rawClient())
    await assertSchema(rawClient(), appliedOf(pending)).catch(error => {
      throw new Error(`${from}: ${error.message}`, { cause: error })
    })
    for (const migration of pending) await applyMigration(rawClient(), migration, reconnect)
    await sealOlderMails()
    return { ...(await settleRestored(from)), applied: pending.map(({ name }) => name) }
  } finally {
    closeDatabase()
  }
}

function removeWork(work: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(work + ending, { force: true })
}

function tell(file: string, restored: Restored): string {
  const { replaced, mails, applied, resealed, isKeyRight } = restored
  return [
    `Restored ${file}. Start the server.`,
    ...(replaced
      ? [`What was there before is kept. To go back: npm run restore -- ${replaced}`]
      : []),
    ...(applied.length > 0
      ? [`It was older than this program and got: ${applied.join(', ')}`]
      : []),
    'Everybody signs in anew.',
    ...(resealed > 0
      ? [
          `${sayCount(resealed, 'draw')} got a new secret and commitment: the old ones may be public. Their pages say so.`,
        ]
      : []),
    ...(isKeyRight
      ? []
      : [
          "The draws in the backup were sealed with another SECRET_KEY. Start the server with the key that this command used, or restore again with the server's key.",
        ]),
    ...(mails > 0
      ? [
          `${sayCount(mails, 'email')} that waited in it may have been sent since. Decide at /admin/mail.`,
        ]
      : []),
  ].join('\n')
}

const [file, ...others] = process.argv.slice(2)
if (!file || others.length > 0 || file.startsWith('-')) refuseCall('Name one backup.', USAGE)
console.log(tell(file, await restore(file).catch(giveUp)))
process.exit(0)
