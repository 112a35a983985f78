import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeDatabase } from '#db/client.ts'
import { prepareDatabase } from '#db/setup.ts'
import { type RunningServer, startServer } from '../../server.ts'

/** `BACKUP_MB=100` for the figures of docs/figures.md. */
const SIZE = Number(process.env.BACKUP_MB ?? 30)
let folder = ''
let database = ''

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-hold-'))
  database = path.join(folder, 'tickets.db')
  await prepareDatabase({ database })
  closeDatabase()
  const client = createClient({ url: `file:${database}` })
  await client.execute({
    sql: `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      INSERT INTO mails (id, kind, reason_key, to_email, subject, text, html, state, next_attempt_at, created_at)
      SELECT 'm' || i, 'result', 'r' || i, 'a@example.org', 's', hex(randomblob(1000)), hex(randomblob(1000)), 'kept', i, i
      FROM n`,
    args: [SIZE * 200],
  })
  await client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
  client.close()
  expect(statSync(database).size).toBeGreaterThan(SIZE * 800_000)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Line = { msg: string; time: string; held?: number; ms?: number }

/** In milliseconds, while the work that the log names was done. */
async function longestHold(server: RunningServer, done: string) {
  while (!server.output().includes(done)) await new Promise(resolve => setTimeout(resolve, 50))
  const lines: Line[] = server
    .output()
    .split('\n')
    .filter(line => line.startsWith('{') && line.endsWith('}'))
    .map(line => JSON.parse(line))
  const { time, ms = 0 } = lines.find(({ msg }) => msg === done) ?? { time: '' }
  const end = Date.parse(time)
  const during = lines.filter(line => {
    const at = Date.parse(line.time)
    return line.held !== undefined && at > end - ms && at <= end + 50
  })
  return { held: Math.max(0, ...during.map(line => line.held ?? 0)), took: ms }
}

describe.each(['deno', 'node'] as const)('on %s', runtime => {
  test('a backup leaves the event loop free; the same on the loop (the control) holds it up', async () => {
    const preload = path.resolve('e2e/durability/kills/record-holds.mjs')
    const measure = async (env: Record<string, string>, done: string) => {
      const server = await startServer({ runtime, database, preload, env })
      const measured = await longestHold(server, done)
      await server.stop()
      return measured
    }
    const backups = path.join(folder, runtime)
    const inThread = await measure({ BACKUP_EVERY_HOURS: '1', BACKUP_DIR: backups }, 'backed up')
    const copying = `${database}|${path.join(folder, `${runtime}.db`)}`
    const onLoop = await measure({ COPY_ON_LOOP: copying }, 'copied on the loop')
    console.log(
      `${SIZE} MB on ${runtime}: backed up in ${inThread.took} ms, the loop held for ${inThread.held} ms; ` +
        `on the loop itself in ${onLoop.took} ms, held for ${onLoop.held} ms`,
    )
    expect(onLoop.held).toBeGreaterThan(50)
    expect(inThread.held).toBeLessThan(Math.max(50, onLoop.held / 3))
  })
})
