import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deliverDueMails } from '#app/mail/delivery/delivery.server.ts'
import { closeDatabase, databaseAddress, openDatabase } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { rowsOf } from '../../http/database.ts'
import { testSite } from '../../http/site.ts'
import { freePort } from '../../server.ts'

const MAILS = 40
const SLOW = 15
const sent: { by: 'server' | 'other'; to: string }[] = []

const provider = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const form = new URLSearchParams(Buffer.concat(chunks).toString())
  sent.push({ by: 'server', to: form.get('Destination.ToAddresses.member.1') ?? '' })
  await wait(SLOW)
  const inside = '<SendEmailResult><MessageId>id</MessageId></SendEmailResult>'
  response.end(
    `<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${inside}</SendEmailResponse>`,
  )
})
const port = await freePort()
beforeAll(() => new Promise<void>(resolve => provider.listen(port, '127.0.0.1', resolve)))
afterAll(() => void provider.close())

const env = {
  MAIL_ENABLED: 'true',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  SES_ENDPOINT: `http://127.0.0.1:${port}`,
}

/** Mails not yet queued. A due time far ahead would not do: the server trusts no clock that far. */
const seed = () =>
  write([
    sql`INSERT INTO mails (id, kind, reason_key, to_email, subject, text, html, state, next_attempt_at, created_at)
      SELECT 'm' || value, 'result', 'r' || value, 'p' || value || '@example.org', 'S', 'T', 'H', 'kept', 1, 1
      FROM json_each(${JSON.stringify(Array.from({ length: MAILS }, (_, index) => index))})`,
  ])

/** Removes at once the mark that a deliverer has taken a mail. */
const LEASE_OFF = `CREATE TRIGGER lease_off AFTER UPDATE OF lease_id ON mails
  BEGIN UPDATE mails SET state = 'queued' WHERE id = NEW.id; END`

describe.each([
  { runtime: 'node', hasLeases: true },
  { runtime: 'deno', hasLeases: true },
  { runtime: 'node', hasLeases: false },
] as const)('two deliverers, $runtime and another process, leases: $hasLeases', options => {
  const { runtime, hasLeases } = options
  const preload = 'e2e/durability/races/pauses.mjs'
  const site = testSite({ env, seed, runtime, preload })

  test(hasLeases ? 'each mail leaves once' : '(control) mails leave twice', async () => {
    const { database } = site().server
    sent.length = 0
    const file = createClient({ url: `file:${database}`, timeout: 5000 })
    if (!hasLeases) await file.execute(LEASE_OFF)
    const queue = "UPDATE mails SET state = 'queued', next_attempt_at = ?"
    await file.execute({ sql: queue, args: [Date.now()] })
    file.close()
    while (sent.length === 0) await wait(20)
    await deliverFromHere(database)
    const query = "SELECT id FROM mails WHERE state <> 'sent'"
    while ((await rowsOf(database, query)).length > 0) await wait(50)

    const recipients = sent.map(({ to }) => to)
    expect(new Set(sent.map(({ by }) => by))).toEqual(new Set(['server', 'other']))
    expect(new Set(recipients).size).toBe(MAILS)
    if (hasLeases) expect(recipients).toHaveLength(MAILS)
    else expect(recipients.length).toBeGreaterThan(MAILS)
  })
})

async function deliverFromHere(database: string): Promise<void> {
  await openDatabase(databaseAddress(database), { isGuest: true })
  await deliverDueMails(new AbortController().signal, async ({ toEmail }) => {
    sent.push({ by: 'other', to: toEmail })
    await wait(SLOW)
    return { outcome: 'sent', providerId: 'other' }
  })
  closeDatabase()
}
