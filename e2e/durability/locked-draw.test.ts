import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { eq } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { verifyDraw } from '#app/allocation/document/verify.ts'
import { startLocalBeacon } from '#app/models/draw/beacon/testing/local-beacon.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { lockTerms } from '#app/models/draw/locking/lock.server.ts'
import { findLocking } from '#app/models/draw/locking/locking.server.ts'
import { keepSignature } from '#app/models/draw/locking/value.server.ts'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { sealedEvent } from '#app/testing/draws.ts'
import { closeDatabase, db } from '#db/client.ts'
import { auditEntries, draws } from '#db/schema.ts'
import { prepareDatabase } from '#db/setup.ts'
import { fillDatabase } from '../fill-database.ts'
import { startLibsqlServer } from '../libsql-server.ts'
import { type Runtime, startServer } from '../server.ts'
import { TEST_ENV } from '../test-env.ts'

const beacon = await startLocalBeacon({ leastSeconds: 1 })
const folder = mkdtempSync(path.join(tmpdir(), 'tickets-locked-'))
afterAll(async () => {
  await beacon.stop()
  rmSync(folder, { recursive: true, force: true })
})

overrideSettings({ ...readSettings(TEST_ENV), TEST_BEACON: beacon.beacon })

async function lockEvent(): Promise<string> {
  const { event, viewer } = await sealedEvent(Array(30).fill('3,2,1'), 20)
  const wanted = { draw: 1, source: { kind: 'drand' as const, notBefore: null }, withMail: false }
  expect(await lockTerms(event.id, viewer, wanted)).toMatchObject({ refusal: undefined })
  return event.id
}

async function opened<Value>(database: string, read: () => Promise<Value>): Promise<Value> {
  await prepareDatabase({ database })
  try {
    return await read()
  } finally {
    closeDatabase()
  }
}

/** Its draws, how often the trail says that one was made, and whether the document verifies. */
async function readDraws(eventId: string) {
  const made = await db().select().from(draws)
  const entries = await db().select().from(auditEntries).where(eq(auditEntries.action, 'draw.made'))
  const document = await findDrawDocument(eventId, 1)
  const holds =
    document !== undefined &&
    verifyDraw(formatDrawDocument(document), { beacon: beacon.beacon }).holds
  return { draws: made.length, entries: entries.length, holds }
}

/** The file may be read while a server has it open. */
async function untilDrawn(url: string): Promise<void> {
  const client = createClient({ url })
  try {
    for (let looks = 0; looks < 120; looks += 1) {
      if ((await client.execute('SELECT 1 FROM draws')).rows.length > 0) return
      await wait(250)
    }
    throw new Error('no draw was made')
  } finally {
    client.close()
  }
}

const ONCE = { draws: 1, entries: 1, holds: true }

test.each<[Runtime, string]>([
  ['deno', 'before the value'],
  ['node', 'before the value'],
  ['deno', 'between the value and the draw'],
  ['node', 'between the value and the draw'],
])('on %s: killed %s, the draw is made once by the next start', async (runtime, when) => {
  const database = path.join(folder, `${runtime} ${when}.db`.replaceAll(' ', '-'))
  const eventId = await fillDatabase(database, async () => {
    const locked = await lockEvent()
    if (when === 'before the value') return locked
    const source = (await findLocking(locked, 1))?.source
    if (source?.kind !== 'drand') throw new Error('no round')
    await keepSignature(locked, 1, beacon.signatureOf(source.round), null)
    return locked
  })
  const silent = { ...beacon.env, BEACON_URL: '' }
  const first = await startServer({ runtime, database, env: silent })
  await first.stop('SIGKILL')
  const second = await startServer({ runtime, database, env: beacon.env })
  await untilDrawn(`file:${database}`)
  await second.stop()
  expect(await opened(database, () => readDraws(eventId))).toEqual(ONCE)
})

test('two servers on one database server make one draw, once', async () => {
  const server = await startLibsqlServer(path.join(folder, 'shared.db'))
  const eventId = await opened(server.url, lockEvent)
  const env = beacon.env
  const both = await Promise.all(
    (['deno', 'node'] as const).map(runtime => startServer({ runtime, database: server.url, env })),
  )
  await untilDrawn(server.url)
  // The slower of the two may still be at it.
  await wait(2000)
  for (const each of both) await each.stop()
  expect(await opened(server.url, () => readDraws(eventId))).toEqual(ONCE)
  await server.stop()
})
