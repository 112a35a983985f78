import { rmSync } from 'node:fs'
import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import { sealOlderMails } from '#app/mail/sealed-links.server.ts'
import { hearOfBeacon } from '#app/models/draw/beacon/news.ts'
import { countOpenlySealed } from '#app/models/draw/seal/seal.server.ts'
import { recallZone } from '#app/models/settings/time-zone.server.ts'
import { MOST_REMEMBERED, noteLiveHash } from '#app/models/sign-in/session/live-session.ts'
import { liveTokenHashes } from '#app/models/sign-in/session/session.server.ts'
import { setUpLink } from '#app/models/sign-in/set-up.server.ts'
import { SettingsError, settings } from '#app/settings.server.ts'
import { prepareToCopy } from '#db/backups/copy.ts'
import { finishRestore, isRestoreUnfinished } from '#db/backups/restore.ts'
import { messageOf } from '#db/failures/causes.ts'
import { roomFile } from '#db/failures/probe.ts'
import { refuseExtensions } from '#db/files/extensions.ts'
import { problemOfDatabaseFile, problemOfFolder } from '#db/files/folder.ts'
import { prepareDatabase } from '#db/setup.ts'
import { databaseOptions } from '#server/database/database-options.ts'
import { lockDatabase } from '#server/database/server-lock.ts'
import { tightenFiles } from '#server/database/tighten-files.ts'
import { createHandler, type Handler } from './app.ts'
import type { PeerOf } from './door.ts'
import { problemOfListening } from './listening.ts'
import { log } from './log.ts'
import { startTimers } from './timers.ts'

export type Booted = { app: Handler; port: number; hostname: string }

export async function boot(peerOf: PeerOf): Promise<Booted> {
  const { HOST, PORT, databaseFile, BACKUP_EVERY_HOURS } = settings()
  log.level = settings().LOG_LEVEL
  hearOfBeacon(news => log.warn(news, 'no round from the beacon'))
  checkPlaces()
  tightenFiles()
  if (databaseFile) await takeDatabase(databaseFile)
  const applied = await prepareDatabase(databaseOptions())
  if (settings().isRemote && settings().DATABASE_ACCEPT_NORMAL_SYNC)
    log.warn(
      'DATABASE_ACCEPT_NORMAL_SYNC: a power cut at the database server may lose acknowledged writes',
    )
  if (applied.length > 0) log.info({ applied }, 'database migrated')
  await recallZone()
  for (const tokenHash of await liveTokenHashes(MOST_REMEMBERED)) noteLiveHash(tokenHash)
  await tellOfSafety()
  await sealOlderMails()
  const build = (await import('virtual:remix/server-build')) as unknown as ServerBuild
  const app = await createHandler(build, peerOf)
  if (databaseFile && BACKUP_EVERY_HOURS > 0) await prepareToCopy()
  refuseExtensions()
  startTimers()
  return { app, port: PORT, hostname: HOST }
}

/** @throws SettingsError for what would fail later, less clearly */
export function checkPlaces(): void {
  const { databaseFile, BACKUP_DIR } = settings()
  const ofDatabase = databaseFile && problemOfDatabaseFile(path.resolve(databaseFile))
  const ofBackups = databaseFile && BACKUP_DIR && problemOfFolder(path.resolve(BACKUP_DIR))
  const problems = [
    ...(ofDatabase ? [`DATABASE: ${ofDatabase}`] : []),
    ...(ofBackups ? [`BACKUP_DIR: ${ofBackups}`] : []),
  ]
  if (problems.length > 0) throw new SettingsError(problems)
}

async function takeDatabase(databaseFile: string): Promise<void> {
  await lockDatabase(databaseFile)
  rmSync(roomFile(databaseFile), { force: true })
  if (!isRestoreUnfinished(databaseFile)) return
  const replaced = finishRestore(databaseFile)
  log.warn({ replaced }, 'finished a restore that had been interrupted')
}

async function tellOfSafety(): Promise<void> {
  const { newKeyFile, PASSWORD_COST, SCHEMA_CHECK, TEST_BEACON, databaseFile } = settings()
  if (newKeyFile)
    log.warn({ file: newKeyFile }, 'made a secret key: keep a copy of it, but not with the backups')
  if (/^(\.\/)?tickets\.db$/.test(databaseFile)) log.warn(MOVE)
  const secrets = await countOpenlySealed()
  if (secrets > 0) log.warn({ secrets }, OPENLY_SEALED)
  if (SCHEMA_CHECK === 'off')
    log.warn({ SCHEMA_CHECK }, 'tables and triggers are not checked: for tests only')
  if (TEST_BEACON)
    log.warn({ TEST_BEACON }, 'draws use a test beacon, whose values can be known: for tests only')
  if (PASSWORD_COST < 10) log.warn({ PASSWORD_COST }, 'new passwords are hashed for tests only')
}

const MOVE =
  'the database is beside the program: stop the server, make the folder data, and move tickets.db, tickets.db-wal, tickets.db-shm, backups and secret-key into it, if they exist'
const OPENLY_SEALED =
  'draw secrets are sealed with the publicly known key that earlier versions used when none was set: anyone who can read the database can read them'

export async function announce(port: number): Promise<void> {
  const link = await setUpLink()
  console.error(`\n${settings().APP_NAME} is at ${settings().APP_URL}\n`)
  if (link)
    console.error(`There is no admin yet. Open this link once to become the first:\n\n  ${link}\n`)
  log.info({ port, url: settings().APP_URL }, 'serving')
}

/** Without a stack trace: the operator can fix these mistakes. */
export function refuseToStart(error: unknown): never {
  const lines =
    error instanceof SettingsError
      ? error.problems
      : [problemOfListening(error) ?? messageOf(error)]
  for (const line of lines) console.error(`Cannot start: ${line}`)
  process.exit(1)
}
