import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Fault, startFaultySes } from '#app/mail/testing/faulty-ses.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { sesSender } from './ses.server.ts'

const SHORT = { connection: 400, answer: 400, whole: 700 }
const letter = {
  toEmail: 'ada@example.org',
  subject: 'Größe & 🎟',
  text: 'Grüße\n\nhttps://tickets.example.org/events/1\n',
  html: '<p>Grüße</p>',
}

let ses: Awaited<ReturnType<typeof startFaultySes>>
beforeAll(async () => {
  ses = await startFaultySes()
})
beforeEach(async () => {
  await ses.clear()
  overrideSettings({
    SES_ENDPOINT: ses.url,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    APP_NAME: 'Bühne',
    SES_SENDER_EMAIL: 'tickets@example.org',
  })
})
afterAll(() => ses.stop())

test('a mail arrives whole, with both parts, at its one recipient', async () => {
  const answer = await sesSender()(letter)
  expect(answer).toEqual({ outcome: 'sent', providerId: expect.stringMatching(/.+/) })
  expect(await ses.received()).toMatchObject([
    {
      from: `=?UTF-8?B?${Buffer.from('Bühne').toString('base64')}?= <tickets@example.org>`,
      destination: { to: ['ada@example.org'], cc: [], bcc: [] },
      subject: 'Größe & 🎟',
      body: { text: letter.text, html: letter.html },
    },
  ])
})

test('nothing in a subject or an address adds a header or a recipient', async () => {
  const send = sesSender()
  await send({ ...letter, subject: 'Hello\r\nBcc: spy@example.org' })
  expect((await ses.received())[0]?.subject).toBe('Hello Bcc: spy@example.org')
  const refused = await send({ ...letter, toEmail: 'ada@example.org, spy@example.org' })
  expect(refused.outcome).toBe('refused')
  expect(await ses.received()).toHaveLength(1)
})

describe('what SES does', () => {
  const cases: [Fault, string, number][] = [
    ['answers 500', 'failed', 0],
    ['answers 500 in plain text', 'failed', 0],
    ['throttles', 'throttled', 0],
    ['rejects', 'refused', 0],
    ['hangs', 'unknown', 1],
    ['hangs in the answer', 'unknown', 1],
    ['resets', 'unknown', 1],
    ['answers nonsense', 'unknown', 1],
    ['answers 504', 'unknown', 1],
  ]
  test.each(cases)(
    '%s: the mail counts as %s, and SES was asked once',
    async (fault, outcome, taken) => {
      ses.setFault(fault)
      const answer = await sesSender(SHORT)(letter)
      expect(answer).toEqual({ outcome, error: expect.stringMatching(/\S/) })
      expect(await ses.received()).toHaveLength(taken)
    },
  )

  test('is not there: the mail has certainly not left', async () => {
    overrideSettings({ SES_ENDPOINT: 'http://127.0.0.1:1' })
    expect((await sesSender(SHORT)(letter)).outcome).toBe('failed')
    overrideSettings({ SES_ENDPOINT: 'http://ses.invalid' })
    expect((await sesSender(SHORT)(letter)).outcome).toBe('failed')
  })
})
