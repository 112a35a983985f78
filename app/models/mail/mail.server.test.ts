import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { queueMail } from '#app/mail/outbox.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, mails } from '#db/schema.ts'
import { countMailsByState, findMail, listMails, tryMailAgain } from './mail.server.ts'
import { readMailFilter } from './mail.ts'

testDatabase()
type MailRow = typeof mails.$inferSelect
const actor = { userId: 'admin', name: 'Admin' }
let counter = 0

beforeEach(() => overrideSettings({ MAIL_ENABLED: true }))

async function createMail(overrides: Partial<MailRow> = {}): Promise<MailRow> {
  counter += 1
  const { id: userId, email } = await createUser()
  const content = { subject: 'Your result', text: 'Two tickets', html: '<p>Two tickets</p>' }
  const reasonKey = `result:${counter}`
  await write([
    queueMail({ kind: 'result', reasonKey, to: { userId, email }, content }),
    db()
      .update(mails)
      .set({ createdAt: counter, ...overrides })
      .where(eq(mails.reasonKey, reasonKey)),
  ])
  const [row] = await db().select().from(mails).where(eq(mails.reasonKey, reasonKey))
  return row as MailRow
}

const list = (search: string) => listMails(readMailFilter(new URLSearchParams(search)))

describe('the list', () => {
  test('shows the newest first, on pages of fifty', async () => {
    for (let number = 0; number < 51; number += 1) await createMail()
    const first = await list('')
    expect(first).toMatchObject({ total: 51, page: 1, pages: 2 })
    expect(first.rows).toHaveLength(50)
    const times = first.rows.map(row => row.createdAt)
    expect(times).toEqual([...times].sort((a, b) => b - a))
    expect((await list('page=2')).rows).toHaveLength(1)
    expect(await list('page=999')).toMatchObject({ page: 2 })
  })

  test('filters by state and kind, and counts by state', async () => {
    await createMail({ state: 'failed' })
    await createMail({ state: 'failed', kind: 'welcome' })
    await createMail()
    expect((await list('state=failed')).total).toBe(2)
    expect((await list('state=failed&kind=welcome')).total).toBe(1)
    expect((await list('state=nonsense&kind=__proto__&page=-1')).total).toBe(3)
    expect(await countMailsByState()).toEqual({ failed: 2, queued: 1 })
  })

  test('searches recipient and subject, with % and _ as plain text', async () => {
    await createMail({ toEmail: 'ada_l@example.org' })
    await createMail({ toEmail: 'adaxl@example.org', subject: '100% yours' })
    expect((await list('search=ADA_L')).total).toBe(1)
    expect((await list('search=100%25')).total).toBe(1)
    expect((await list('search=%25')).total).toBe(1)
    expect((await list("search=' OR 1=1 --")).total).toBe(0)
  })
})

describe('trying again', () => {
  test.each(['failed', 'unknown', 'queued'] as const)(
    'queues a mail that is %s, and notes who',
    async state => {
      const mail = await createMail({ state, attempts: 12, nextAttemptAt: 9e15, lastError: 'no' })
      vi.useFakeTimers({ toFake: ['Date'], now: 1_900_000_000_000 })
      expect(await tryMailAgain(mail.id, actor)).toBeUndefined()
      vi.useRealTimers()
      expect(await findMail(mail.id)).toMatchObject({
        state: 'queued',
        attempts: 0,
        nextAttemptAt: 1_900_000_000_000,
      })
      expect(await db().select().from(auditEntries)).toMatchObject([
        {
          actorName: 'Admin',
          action: 'mail.queued-again',
          subjectId: mail.id,
          before: JSON.stringify({ state, attempts: 12, lastError: 'no' }),
        },
      ])
    },
  )

  test.each(['sent', 'sending', 'kept'] as const)('leaves a mail that is %s alone', async state => {
    const mail = await createMail({ state, sentAt: 1, providerId: 'id' })
    expect(await tryMailAgain(mail.id, actor)).toBe('changed')
    expect(await findMail(mail.id)).toEqual(mail)
    expect(await db().select().from(auditEntries)).toEqual([])
  })

  test('changes nothing when the mail was sent before the write', async () => {
    const mail = await createMail({ state: 'unknown' })
    const sending = write([db().update(mails).set({ state: 'sent', sentAt: 1, providerId: 'id' })])
    const [refusal] = await Promise.all([tryMailAgain(mail.id, actor), sending])
    expect(refusal).toBe('changed')
    expect(await findMail(mail.id)).toMatchObject({ state: 'sent' })
  })

  test('is refused while mail is switched off, and for an unknown mail', async () => {
    const mail = await createMail({ state: 'failed' })
    overrideSettings({ MAIL_ENABLED: false })
    expect(await tryMailAgain(mail.id, actor)).toBe('switched-off')
    expect(await findMail(mail.id)).toEqual(mail)
    expect(await tryMailAgain('nobody', actor)).toBe('missing')
  })
})
