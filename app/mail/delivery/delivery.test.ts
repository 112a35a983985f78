import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type OutgoingMail, queueMail, queueMails } from '#app/mail/outbox.server.ts'
import { sealOlderMails } from '#app/mail/sealed-links.server.ts'
import { startFaultySes } from '#app/mail/testing/faulty-ses.ts'
import { overrideSettings, settings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db, rawClient } from '#db/client.ts'
import * as lane from '#db/lane.ts'
import { write } from '#db/lane.ts'
import { mails } from '#db/schema.ts'
import { deliverDueMails, deliverNext, LEASE } from './delivery.server.ts'
import { type Send, sesSender } from './ses.server.ts'

const database = testDatabase()
const DAY = 24 * 3_600_000

let ses: Awaited<ReturnType<typeof startFaultySes>>
let send: Send
beforeAll(async () => {
  ses = await startFaultySes()
})
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  await ses.clear()
  overrideSettings({
    MAIL_ENABLED: true,
    SES_ENDPOINT: ses.url,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
  })
  send = sesSender({ connection: 400, answer: 400, whole: 700 })
})
afterEach(() => vi.useRealTimers())
afterAll(() => ses.stop())

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)

async function mail(overrides: Partial<OutgoingMail> = {}): Promise<OutgoingMail> {
  const { id: userId, email } = await createUser()
  const content = { subject: 'Your result', text: 'Two tickets', html: '<p>Two tickets</p>' }
  return {
    kind: 'result',
    reasonKey: `result:1:${userId}`,
    to: { userId, email },
    content,
    ...overrides,
  }
}

async function queue(overrides: Partial<OutgoingMail> = {}): Promise<OutgoingMail> {
  const queued = await mail(overrides)
  await write([queueMail(queued)])
  return queued
}

async function onlyMail() {
  const [row, ...others] = await db().select().from(mails)
  expect(others).toEqual([])
  return row
}

describe('after the clock was ahead for a while', () => {
  const YEAR = 365 * DAY

  test('a mail in flight when the program ended does not wait for that time', async () => {
    await queue()
    pass(YEAR)
    await write([
      sql`UPDATE mails SET state = 'sending', attempts = 1, lease_id = 'x', lease_ends_at = ${Date.now() + LEASE}`,
    ])
    pass(-YEAR)
    expect(await deliverNext(send)).toBe('nothing due')
    expect((await onlyMail())?.state).toBe('unknown')
  })

  test('nor does a mail written or postponed then', async () => {
    pass(YEAR)
    await queue()
    pass(-YEAR)
    expect(await deliverNext(send)).toBe('sent')
  })
})

describe('the outbox', () => {
  test('takes one mail per reason and recipient, however often it is queued', async () => {
    const queued = await queue()
    await write([queueMail(queued)])
    await write(queueMails([queued, queued]).steps)
    expect(await deliverNext(send)).toBe('sent')
    await write(queueMails([queued]).steps)
    await write([queueMail(queued)])
    expect(await deliverNext(send)).toBe('nothing due')
    expect(await ses.received()).toHaveLength(1)
    expect(await onlyMail()).toMatchObject({ state: 'sent' })
  })

  test('(control) without the reason it would be sent twice', async () => {
    const queued = await queue()
    await write([sql`UPDATE mails SET reason_key = 'forgotten'`])
    await write([queueMail(queued)])
    while ((await deliverNext(send)) !== 'nothing due') pass(1)
    expect(await ses.received()).toHaveLength(2)
  })

  test('keeps mails written while mail is off, even when it is switched on later', async () => {
    overrideSettings({ MAIL_ENABLED: false })
    await queue()
    overrideSettings({ MAIL_ENABLED: true })
    pass(DAY)
    expect(await deliverNext(send)).toBe('nothing due')
    expect(await onlyMail()).toMatchObject({ state: 'kept', attempts: 0 })
  })

  test('sends only links that somebody waits for twice, alone or many at once', async () => {
    await queue({ kind: 'password-reset', reasonKey: 'a' })
    await queue({ kind: 'result', reasonKey: 'b' })
    const both = [
      await mail({ kind: 'welcome', reasonKey: 'c' }),
      await mail({ kind: 'closing-soon', reasonKey: 'd' }),
    ]
    await write(queueMails(both).steps)
    const rows = await db().select().from(mails).orderBy(mails.reasonKey)
    expect(rows.map(row => row.isRepeatable)).toEqual([true, false, true, false])
  })
})

describe('delivering', () => {
  test('records a mail as sent, with the id from SES', async () => {
    const { to } = await queue()
    expect(await deliverNext(send)).toBe('sent')
    const [received] = await ses.received()
    expect(received?.destination.to).toEqual([to.email])
    expect(await onlyMail()).toMatchObject({
      state: 'sent',
      attempts: 1,
      providerId: expect.stringMatching(/.+/),
      sentAt: Date.now(),
      lastError: null,
    })
  })

  test('takes links that somebody waits for first and receipts last, each kind in order', async () => {
    const later = ['result', 'request-receipt', 'welcome', 'sign-in-link', 'result'] as const
    for (const [at, kind] of (['request-receipt', ...later] as const).entries()) {
      await queue({
        kind,
        reasonKey: `${at}`,
        content: { subject: `${kind} ${at}`, text: 'x', html: 'x' },
      })
      pass(10)
    }
    while ((await deliverNext(send)) !== 'nothing due') pass(10)
    expect((await ses.received()).map(({ subject }) => subject)).toEqual([
      'sign-in-link 4',
      'result 1',
      'welcome 3',
      'result 5',
      'request-receipt 0',
      'request-receipt 2',
    ])
  })

  test('leaves no one-time token in the copy of a mail that has left', async () => {
    const link = `https://tickets.example.org/reset-password/${'t0ken-_'.repeat(6)}`
    await queue({
      content: { subject: 'Link', text: `Here:\n${link}\n`, html: `<a href="${link}">Here</a>` },
    })
    await deliverNext(send)
    const [received] = await ses.received()
    expect(received?.body.text).toContain(link)
    const kept = await onlyMail()
    expect(kept?.text).toBe('Here:\nhttps://tickets.example.org/reset-password/…\n')
    expect(kept?.html).toBe('<a href="https://tickets.example.org/reset-password/…">Here</a>')
  })

  test('keeps a one-time token sealed until it is sent, in the file, its log and a backup', async () => {
    const token = 't0ken-_'.repeat(6)
    const link = `https://tickets.example.org/sign-in/${token}`
    const content = { subject: 'Link', text: link, html: `<a href="${link}">Here</a>` }
    const name = '/set-up/sealed:a-name-that-looks-like-one'
    await queue({ content: { ...content, text: `${link} ${name}` } })
    const { to, ...second } = await mail({ content })
    await write(queueMails([{ ...second, to }]).steps)
    const copy = `${database.file()}.copy`
    await rawClient().execute({ sql: 'VACUUM INTO ?', args: [copy] })
    for (const file of [database.file(), `${database.file()}-wal`, copy])
      expect(readFileSync(file).includes(token)).toBe(false)
    expect(readFileSync(copy).includes('/sign-in/sealed:')).toBe(true)
    await deliverNext(send)
    await deliverNext(send)
    const bodies = (await ses.received()).map(({ body }) => body.text)
    expect(bodies.sort()).toEqual([link, `${link} ${name}`])
  })

  test('of a mail sealed with another key sends nothing, and says what to do', async () => {
    const content = { subject: 'Link', text: `/sign-in/${'a'.repeat(40)}`, html: '' }
    await queue({ content })
    const { SECRET_KEY } = settings()
    overrideSettings({ SECRET_KEY: 'another key, which is long enough to be one' })
    expect(await deliverNext(send)).toBe('refused')
    overrideSettings({ SECRET_KEY })
    expect(await ses.received()).toEqual([])
    expect(await onlyMail()).toMatchObject({
      state: 'failed',
      lastError: expect.stringContaining('SECRET_KEY has changed since this email was written'),
    })
  })

  test('of a mail of an older program seals it at the start, and sends it unchanged', async () => {
    const text = `/sign-in/${'a'.repeat(40)}`
    for (const kind of ['welcome', 'result'] as const)
      await queue({ kind, content: { subject: 'Link', text: 'x', html: 'y' } })
    await write([sql`UPDATE mails SET is_sealed = 0, text = ${text} WHERE kind = 'welcome'`])
    await sealOlderMails()
    const [older] = await db().select().from(mails).where(eq(mails.kind, 'welcome'))
    expect(older?.text).not.toContain(text)
    expect(older).toMatchObject({ isSealed: true, html: 'y' })
    expect(await db().$count(mails, eq(mails.isSealed, false))).toBe(0)
    await deliverNext(send)
    expect((await ses.received())[0]?.body.text).toBe(text)
  })

  test('of a mail of an older program stops the start when sealing is refused', async () => {
    await queue()
    await write([sql`UPDATE mails SET is_sealed = 0`])
    const refused = vi.spyOn(lane, 'write').mockResolvedValueOnce({ refusal: 'full' as never })
    await expect(sealOlderMails()).rejects.toThrow('could not be sealed: full')
    refused.mockRestore()
  })

  test('sends each mail once when two senders work at the same time', async () => {
    for (let number = 0; number < 10; number += 1) await queue()
    const stopping = new AbortController().signal
    await Promise.all([deliverDueMails(stopping, send), deliverDueMails(stopping, send)])
    const recipients = (await ses.received()).map(received => received.destination.to[0])
    expect(recipients).toHaveLength(10)
    expect(new Set(recipients).size).toBe(10)
  })

  test('lets a sign-in link overtake waiting results', async () => {
    for (let number = 0; number < 3; number += 1) await queue()
    pass(1000)
    const { to } = await queue({ kind: 'sign-in-link' })
    await deliverNext(send)
    expect((await ses.received())[0]?.destination.to).toEqual([to.email])
  })

  test('retries after a failure, says why, and sends once', async () => {
    await queue()
    ses.setFault('answers 500')
    expect(await deliverNext(send)).toBe('failed')
    expect(await onlyMail()).toMatchObject({
      state: 'queued',
      attempts: 1,
      lastError: expect.stringContaining('InternalFailure'),
    })
    expect(await deliverNext(send)).toBe('nothing due')
    ses.setFault('none')
    pass(60_000)
    expect(await deliverNext(send)).toBe('sent')
    expect(await onlyMail()).toMatchObject({ state: 'sent', attempts: 2, lastError: null })
    expect(await ses.received()).toHaveLength(1)
  })

  test('gives up after about a day without SES, and never reports the mail as sent', async () => {
    await queue()
    overrideSettings({ SES_ENDPOINT: 'http://127.0.0.1:1' })
    let attempts = 0
    for (const end = Date.now() + 2 * DAY; Date.now() < end; pass(15 * 60_000)) {
      if ((await deliverNext(send)) === 'failed') attempts += 1
    }
    expect(attempts).toBeGreaterThan(8)
    expect(await onlyMail()).toMatchObject({ state: 'failed', sentAt: null, providerId: null })
  })

  test('waits while SES says "too fast"', async () => {
    await queue()
    ses.setFault('throttles')
    for (let second = 0; second < 300; second += 10, pass(10_000)) await deliverNext(send)
    expect(await onlyMail()).toMatchObject({ state: 'queued', attempts: 0 })
    ses.setFault('none')
    pass(60_000)
    await deliverNext(send)
    expect(await onlyMail()).toMatchObject({ state: 'sent', attempts: 1 })
  })

  test('does not repeat what SES refused', async () => {
    await queue()
    ses.setFault('rejects')
    await deliverNext(send)
    ses.setFault('none')
    pass(2 * DAY)
    expect(await deliverNext(send)).toBe('nothing due')
    expect(await onlyMail()).toMatchObject({
      state: 'failed',
      lastError: 'MessageRejected: Not verified.',
    })
  })

  test.each(['hangs', 'resets'] as const)(
    'SES %s after taking it: a result is not sent again',
    async fault => {
      await queue()
      ses.setFault(fault)
      expect(await deliverNext(send)).toBe('unknown')
      ses.setFault('none')
      pass(2 * DAY)
      expect(await deliverNext(send)).toBe('nothing due')
      expect(await onlyMail()).toMatchObject({ state: 'unknown', providerId: null })
      expect(await ses.received()).toHaveLength(1)
    },
  )

  test('sends a link again when the answer was lost', async () => {
    await queue({ kind: 'password-reset' })
    ses.setFault('hangs')
    await deliverNext(send)
    ses.setFault('none')
    pass(60_000)
    expect(await deliverNext(send)).toBe('sent')
    expect(await onlyMail()).toMatchObject({ state: 'sent', attempts: 2 })
  })

  test('finishes the mail in flight when the program stops, and starts no other', async () => {
    for (let number = 0; number < 3; number += 1) await queue()
    const stopping = new AbortController()
    await deliverDueMails(stopping.signal, letter => {
      stopping.abort()
      return send(letter)
    })
    const states = (await db().select().from(mails)).map(row => row.state)
    expect(states.sort()).toEqual(['queued', 'queued', 'sent'])
  })

  test('counts a late answer from SES after the lease has run out', async () => {
    await queue()
    await deliverNext(async letter => {
      pass(LEASE + 1)
      await deliverNext(send)
      expect(await onlyMail()).toMatchObject({ state: 'unknown' })
      return send(letter)
    })
    expect(await onlyMail()).toMatchObject({ state: 'sent' })
    expect(await ses.received()).toHaveLength(1)
  })
})

describe('a process killed between the answer from SES and our note of it', () => {
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(path.resolve('node_modules/.mail-test-'))
    await build({
      configFile: false,
      logLevel: 'silent',
      build: { ssr: 'app/mail/testing/deliver-and-stall.ts', outDir: folder, target: 'node20' },
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function sendAndKill(): Promise<void> {
    const child: ChildProcess = spawn(
      process.execPath,
      [path.join(folder, 'deliver-and-stall.js'), database.file()],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          PATH: process.env.PATH,
          SECRET_KEY: settings().SECRET_KEY,
          NODE_NO_WARNINGS: '1',
          MAIL_ENABLED: 'true',
          AWS_ACCESS_KEY_ID: 'key',
          AWS_SECRET_ACCESS_KEY: 'secret',
          SES_ENDPOINT: ses.url,
        } as unknown as NodeJS.ProcessEnv,
      },
    )
    const ended = once(child, 'exit')
    const said = await Promise.race([
      once(child.stdout as NonNullable<typeof child.stdout>, 'data'),
      ended,
    ])
    expect(String(said[0])).toBe('sent\n')
    child.kill('SIGKILL')
    expect((await ended)[1]).toBe('SIGKILL')
  }

  /** Restarts repeatedly, long after every lease, until nothing is due. */
  async function restart(): Promise<void> {
    for (let start = 0; start < 3; start += 1) {
      pass(LEASE + 1000)
      await deliverDueMails(new AbortController().signal, send)
    }
  }

  test('never sends a result twice: it is shown as unknown', async () => {
    await queue()
    await sendAndKill()
    expect(await onlyMail()).toMatchObject({ state: 'sending', providerId: null })
    await restart()
    expect(await ses.received()).toHaveLength(1)
    expect(await onlyMail()).toMatchObject({
      state: 'unknown',
      lastError: expect.stringContaining('may have been sent'),
    })
  })

  test('leaves a mail alone while its lease runs', async () => {
    await queue()
    await sendAndKill()
    pass(LEASE / 2)
    expect(await deliverNext(send)).toBe('nothing due')
    await queue()
    expect(await deliverNext(send)).toBe('sent')
    const states = (await db().select().from(mails)).map(row => row.state)
    expect(states.sort()).toEqual(['sending', 'sent'])
  })

  test('sends a link that somebody waits for again', async () => {
    await queue({ kind: 'sign-in-link' })
    await sendAndKill()
    await restart()
    expect(await onlyMail()).toMatchObject({ state: 'sent', attempts: 2 })
  })

  test('(control) with the lease off, the same would send it twice', async () => {
    await queue()
    await rawClient().execute(`CREATE TRIGGER lease_off AFTER UPDATE OF lease_id ON mails
      BEGIN UPDATE mails SET state = 'queued' WHERE id = NEW.id; END`)
    await sendAndKill()
    await deliverNext(send)
    expect(await ses.received()).toHaveLength(2)
  })
})
