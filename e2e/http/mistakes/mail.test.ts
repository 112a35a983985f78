import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { freePort } from '../../server.ts'
import { rowsOf } from '../database.ts'
import { createPerson, type Site, testSite } from '../site.ts'

const HOSTILE = `<img src=x onerror=alert(1)>"'&`

async function seed() {
  const owner = await createPerson({ role: 'organizer', name: `Owner ${HOSTILE}` })
  const admin = await createPerson({ role: 'admin', name: `Admin ${HOSTILE}` })
  const ann = await createPerson({ name: `Ann ${HOSTILE}` })
  const event = (overrides: object) =>
    createEvent({ ownerId: owner.id, name: `Gala ${HOSTILE}`, place: HOSTILE, ...overrides })
  const asked = await event({})
  const decided = await event({ closedAt: Date.now() })
  await createRequest({ eventId: decided.id, userId: ann.id, draftAmount: 2 })
  return { owner, admin, ann, asked: asked.id, decided: decided.id }
}

const site = testSite({ seed })

test('unescaped names in HTML mail', async () => {
  const { owner, admin, ann, asked, decided } = site().seeded
  const [organizer, member] = [site().as(owner), site().as(ann)]
  const ask = { form: 'request', fields: { sizes: ['2'] } }
  await member.press(await member.get(`/events/${asked}/request`), ask)
  const edit = { form: 'event', fields: { place: `New ${HOSTILE}`, tell: 'on' } }
  await organizer.press(await organizer.get(`/events/${asked}/edit`), edit)
  await organizer.post(`/events/${asked}/cancellation`, { reason: HOSTILE })
  const page = await organizer.get(`/events/${decided}/finalization`)
  await organizer.press(page, { form: 'finalize' })
  const person = { name: `New ${HOSTILE}`, email: 'new@example.org', role: 'member' }
  await site().as(admin).post('/admin/users/new', person)
  for (const link of ['reset-password', 'sign-in'])
    await site().visitor().post('/forgot-password', { email: ann.email, link })

  const mails = await mailsOf(site())
  expect(mails.map(mail => mail.kind).sort()).toEqual([
    ...['event-cancelled', 'event-changed', 'password-reset', 'request-receipt', 'result'],
    ...['sign-in-link', 'welcome'],
  ])
  for (const { kind, html, text, subject } of mails) {
    expect({ kind, tag: /<img|<[^>]*onerror/i.test(String(html)) }).toEqual({ kind, tag: false })
    expect(String(html)).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(String(text)).toContain(HOSTILE)
    expect(String(subject)).not.toMatch(/[\r\n]|&lt;/)
  }
  const list = await site().as(admin).get('/admin/mail')
  expect(list.text).not.toContain('<img')
})

const ses = { answer: 'broken' as 'broken' | 'refusing' | 'silent' | 'well', asked: 0 }
const provider = createServer((request, response) => {
  ses.asked += 1
  request.resume()
  if (ses.answer === 'silent') return request.socket.destroy()
  response.statusCode = { broken: 500, refusing: 400, well: 200 }[ses.answer]
  const name = ses.answer === 'well' ? 'SendEmail' : 'Error'
  const inside =
    ses.answer === 'well'
      ? '<SendEmailResult><MessageId>id-1</MessageId></SendEmailResult>'
      : '<Error><Type>Sender</Type><Code>MessageRejected</Code><Message>no</Message></Error>'
  response.end(
    `<${name}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${inside}</${name}Response>`,
  )
})

const port = await freePort()
const sending = testSite({
  env: {
    MAIL_ENABLED: 'true',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    SES_ENDPOINT: `http://127.0.0.1:${port}`,
  },
  seed,
})
beforeAll(() => new Promise<void>(resolve => provider.listen(port, '127.0.0.1', resolve)))
afterAll(() => void provider.close())

test('mail reported as sent that never left', async () => {
  const { admin, ann } = sending().seeded
  for (const answer of ['broken', 'refusing', 'silent'] as const) {
    await deliver(answer)
    const [mail] = await mailsOf(sending())
    expect({ answer, ...mail }).toMatchObject({ answer, sent_at: null, provider_id: null })
    expect(mail?.state).toMatch(/^(queued|failed|unknown)$/)
    const page = await sending().as(admin).get('/admin/mail?state=sent')
    expect(page.words).toContain('No emails found')
    expect((await sending().as(admin).get(`/admin/mail/${mail?.id}`)).words).not.toMatch(/\bSent\b/)
  }
  await deliver('well')
  const [mail] = await mailsOf(sending())
  expect(mail).toMatchObject({ state: 'sent', provider_id: 'id-1' })
  expect((await sending().as(admin).get(`/admin/mail/${mail?.id}`)).words).toMatch(/\bSent\b/)

  async function deliver(answer: typeof ses.answer) {
    Object.assign(ses, { answer, asked: 0 })
    await sending().visitor().post('/forgot-password', { email: ann.email, link: 'reset-password' })
    while (ses.asked === 0) await wait(50)
    for (;;) {
      const [mail] = await mailsOf(sending())
      if (mail?.state !== 'sending' && Number(mail?.attempts) > 0) return
      await wait(50)
    }
  }
})

const mailsOf = (at: Site<unknown>) =>
  rowsOf(at.server.database, 'SELECT * FROM mails ORDER BY created_at DESC, rowid DESC')
