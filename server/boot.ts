import { rmSync } from 'node:fs'
import type { ServerBuild } from '@remix-run/node'
import { MOST_REMEMBERED, noteLiveHash } from '#app/models/live-session.ts'
import { liveTokenHashes } from '#app/models/session.server.ts'
import { setUpLink } from '#app/models/set-up.server.ts'
import { SettingsError, settings } from '#app/settings.server.ts'
import { messageOf } from '#db/causes.ts'
import { roomFile } from '#db/probe.ts'
import { finishRestore, isRestoreUnfinished } from '#db/restore.ts'
import { prepareDatabase } from '#db/setup.ts'
import { createHandler, type Handler } from './app.ts'
import { databaseOptions } from './database-options.ts'
import type { PeerOf } from './door.ts'
import { log } from './log.ts'
import { lockDatabase } from './server-lock.ts'
import { startTimers } from './timers.ts'

export type Booted = { app: Handler; port: number; hostname: string }

/** Everything between the start of the process and the first request; ends the process when it may not serve. */
export async function boot(peerOf: PeerOf): Promise<Booted> {
  const { HOST, PORT, databaseFile } = settings()
  log.level = settings().LOG_LEVEL
  if (databaseFile) await takeDatabase(databaseFile)
  const applied = await prepareDatabase(databaseOptions())
  if (settings().isRemote && settings().DATABASE_ACCEPT_NORMAL_SYNC)
    log.warn(
      'DATABASE_ACCEPT_NORMAL_SYNC: a power cut at the database server may lose acknowledged writes',
    )
  if (applied.length > 0) log.info({ applied }, 'database migrated')
  for (const tokenHash of await liveTokenHashes(MOST_REMEMBERED)) noteLiveHash(tokenHash)
  const build = (await import('virtual:remix/server-build')) as unknown as ServerBuild
  const app = await createHandler(build, peerOf)
  startTimers()
  return { app, port: PORT, hostname: HOST }
}

async function takeDatabase(databaseFile: string): Promise<void> {
  await lockDatabase(databaseFile)
  rmSync(roomFile(databaseFile), { force: true })
  if (!isRestoreUnfinished(databaseFile)) return
  const replaced = finishRestore(databaseFile)
  log.warn({ replaced }, 'finished a restore that had been interrupted')
}

/** Tells where we are, and how to make the first admin while there is none. */
export async function announce(port: number): Promise<void> {
  const link = await setUpLink()
  console.error(`\n${settings().APP_NAME} is at ${settings().APP_URL}\n`)
  if (link)
    console.error(`There is no admin yet. Open this link once to become the first:\n\n  ${link}\n`)
  log.info({ port, url: settings().APP_URL }, 'serving')
}

/** Ends the process with one line for each mistake, without a stack trace for what the person who starts it can mend. */
export function refuseToStart(error: unknown): never {
  const lines = error instanceof SettingsError ? error.problems : [messageOf(error)]
  for (const line of lines) console.error(`Cannot start: ${line}`)
  process.exit(1)
}
