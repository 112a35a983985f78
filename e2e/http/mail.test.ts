import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queueMail } from '#app/mail/outbox.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { closeDatabase, databaseAddress, db, openDatabase } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { mails } from '#db/schema.ts'
import { prepareDatabase } from '#db/setup.ts'
import { freePort, startServer } from '../server.ts'
import { createPerson, openSite, testSite } from './site.ts'

const LINK = `https://tickets.example.org/reset-password/${'t0ken'.repeat(8)}`

async function queue(to: { id: string; email: string }, number = 0): Promise<string> {
  const content = {
    subject: `Hello <b>${number}</b>`,
    text: `Choose:\n${LINK}\n`,
    html: `<!doctype html><html lang="en"><head><title>x</title></head><body><p style="color:red"><a href="${LINK}">Choose</a></p></body></html>`,
  }
  const reasonKey = `test:${to.id}:${number}`
  const { id: userId, email } = to
  await write([queueMail({ kind: 'result', reasonKey, to: { userId, email }, content })])
  const rows = await db().select().from(mails)
  return rows.find(row => row.reasonKey === reasonKey)?.id ?? ''
}

const site = testSite({
  seed: async () => {
    const [admin, member] = [await createPerson({ role: 'admin' }), await createPerson()]
    return { admin, member, mailId: await queue(member) }
  },
})

describe('with mail switched off', () => {
  test('an admin finds the mail, reads both parts and can follow its links', async () => {
    const { admin, mailId } = site().seeded
    const visitor = site().as(admin)
    const list = await visitor.get('/admin/mail')
    expect(list.words).toContain('Email is off, so no email is sent.')
    const page = await visitor.get(list.link('Hello <b>0</b>'))
    expect(page.heading).toBe('Hello <b>0</b>')
    expect(page.link(LINK)).toBe(LINK)
    expect(page.text).toContain(`src="/admin/mail/${mailId}/html"`)
    expect(page.text).not.toContain('allow-scripts')
    expect(page.headers.get('content-security-policy')).toContain("frame-src 'self'")
  })

  test('the frame has its own policy, and only that one', async () => {
    const { admin, mailId } = site().seeded
    const frame = await site().as(admin).get(`/admin/mail/${mailId}/html`)
    expect(frame.text).toContain(`<a href="${LINK}">`)
    expect(frame.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = frame.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/)
    expect(policy).toContain('sandbox')
    expect(policy).toContain("frame-ancestors 'self'")
    expect(policy).not.toContain('script-src')
    expect(frame.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('for others the pages are not there', async () => {
    const { member, mailId } = site().seeded
    for (const path of ['/admin/mail', `/admin/mail/${mailId}`, `/admin/mail/${mailId}/html`]) {
      expect((await site().as(member).send(path)).status).toBe(404)
      expect((await site().visitor().send(path)).status).toBe(303)
    }
    expect((await site().as(member).post(`/admin/mail/${mailId}`)).status).toBe(404)
  })

  test('trying again is refused in words', async () => {
    const { admin, mailId } = site().seeded
    const visitor = site().as(admin)
    const answer = await visitor.follow(await visitor.post(`/admin/mail/${mailId}`))
    expect(answer.status).toBe(200)
    expect(answer.words).toContain('Email is off, so nothing was sent.')
  })

  test('a search that makes no sense is an empty page, not an error', async () => {
    const visitor = site().as(site().seeded.admin)
    const page = await visitor.get('/admin/mail?search=%25%00%27&state=x&kind=y&page=-3')
    expect(page.status).toBe(200)
    expect(page.words).toContain('No emails found')
  })
})

describe('first steps and settings', () => {
  test('the list of first steps stays until it is hidden', async () => {
    const visitor = site().as(site().seeded.admin)
    const page = await visitor.get('/admin')
    expect(page.words).toMatch(/First steps.*Add people ✓ done Create an event Set up email/)
    const hidden = await visitor.submit(page, { button: 'Hide this list' })
    expect(hidden.words).toContain('The list is hidden.')
    expect((await visitor.get('/admin')).words).not.toContain('First steps')
    const another = site().as(site().seeded.admin)
    expect((await another.get('/admin')).words).toContain('First steps')
  })

  test('the settings say how to turn on email, and show no secret', async () => {
    const page = await site().as(site().seeded.admin).get('/admin/settings')
    expect(page.words).toContain('Email is off. To turn it on, set MAIL_ENABLED=true')
    expect(page.words).toContain('SECRET_KEY set')
  })

  test('a test email is a real one, once a press', async () => {
    const { admin } = site().seeded
    const visitor = site().as(admin)
    const page = await visitor.get('/admin/settings')
    for (let presses = 0; presses < 2; presses += 1) {
      const answer = await visitor.submit(page, { button: 'Send a test email to me' })
      expect(answer.words).toContain('Email is off, so the test email was not sent.')
    }
    const list = await visitor.get('/admin/mail?kind=test')
    expect(list.words).toContain('1 email, newest first')
    const mail = await visitor.get(list.link('Test email from Ticket Allocation'))
    expect(mail.words).toContain(admin.email)
    expect(mail.words).toContain('It arrived, so email works.')
  })
})

describe('when SES is in trouble', () => {
  const broken = createServer((_, response) => response.writeHead(500).end('no'))
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-trouble-'))
  afterAll(() => {
    broken.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('admins are told on every page, others are not, and all can be tried again', async () => {
    const port = await freePort()
    await new Promise<void>(resolve => broken.listen(port, '127.0.0.1', resolve))
    const env = {
      MAIL_ENABLED: 'true',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      SES_ENDPOINT: `http://127.0.0.1:${port}`,
    }
    const seed = async () => {
      overrideSettings({ MAIL_ENABLED: true })
      const [admin, member] = [await createPerson({ role: 'admin' }), await createPerson()]
      await queue(member)
      return { admin, member }
    }
    const troubled = await openSite(path.join(folder, 'tickets.db'), { env, seed })
    const { admin, member } = troubled.seeded
    const visitor = troubled.as(admin)
    let page = await visitor.get('/events')
    for (let looks = 0; looks < 100 && !page.words.includes('Try all again'); looks += 1) {
      await wait(100)
      page = await visitor.get('/events')
    }
    expect(page.words).toMatch(
      /Email has not been getting out since \d{1,2} \w+ \d{4}, \d\d:\d\d\./,
    )
    expect((await troubled.as(member).get('/events')).words).not.toContain('Email has not been')
    const answer = await visitor.submit(page, { button: 'Try all again' })
    expect(answer.words).toContain('1 email will be tried again within a minute.')
    expect((await visitor.get('/admin/audit')).words).toContain('mail: all queued again')
    await troubled.server.stop()
  })
})

describe('with mail switched on', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-mail-'))
  const slow = { taken: 0, url: '' }
  /** An SES that thinks for half a second. */
  const ses = createServer(async (_, response) => {
    slow.taken += 1
    await wait(500)
    const id = `<SendEmailResult><MessageId>id-${slow.taken}</MessageId></SendEmailResult>`
    response.end(
      `<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${id}</SendEmailResponse>`,
    )
  })
  beforeAll(async () => {
    const port = await freePort()
    await new Promise<void>(resolve => ses.listen(port, '127.0.0.1', resolve))
    slow.url = `http://127.0.0.1:${port}`
  })
  afterAll(() => {
    ses.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a stop waits for the mail in flight and its note, and begins no other', async () => {
    const { server, database } = await startWithMails(10)
    while (slow.taken === 0) await wait(20)
    expect(await server.stop('SIGTERM')).toBe(0)
    const states = await statesIn(database)
    expect(states.filter(state => state === 'sent')).toHaveLength(slow.taken)
    expect(states.filter(state => state === 'queued')).toHaveLength(10 - slow.taken)
  })

  async function startWithMails(count: number) {
    const env = {
      MAIL_ENABLED: 'true',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      SES_ENDPOINT: slow.url,
    }
    overrideSettings({ MAIL_ENABLED: true })
    const database = path.join(folder, 'tickets.db')
    await prepareDatabase({ database })
    const member = await createPerson()
    for (let number = 0; number < count; number += 1) await queue(member, number)
    closeDatabase()
    return { server: await startServer({ database, env }), database }
  }

  async function statesIn(database: string): Promise<string[]> {
    await openDatabase(databaseAddress(database))
    const rows = await db().select().from(mails)
    closeDatabase()
    return rows.map(row => row.state)
  }
})
