import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { queueMail } from '#app/mail/outbox.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, mails } from '#db/schema.ts'
import { tryAllAgain } from './try-all.server.ts'

testDatabase()
beforeEach(() => overrideSettings({ MAIL_ENABLED: true }))

const content = { subject: 'Your result', text: 'Two tickets', html: '<p>Two tickets</p>' }
const LATER = 9e15

async function createMail(state: 'queued' | 'failed' | 'unknown', attempts: number) {
  const { id: userId, email } = await createUser()
  const reasonKey = `result:${userId}`
  await write([
    queueMail({ kind: 'result', reasonKey, to: { userId, email }, content }),
    db()
      .update(mails)
      .set({ state, attempts, nextAttemptAt: LATER })
      .where(eq(mails.reasonKey, reasonKey)),
  ])
  return async () => {
    const [row] = await db().select().from(mails).where(eq(mails.reasonKey, reasonKey))
    return [row?.state, row?.attempts, (row?.nextAttemptAt ?? LATER) < LATER]
  }
}

async function admin() {
  const { id, name } = await createUser({ role: 'admin' })
  return { userId: id, name }
}

test('what failed or waits after a failure is due now, and one entry says how many', async () => {
  const failed = await createMail('failed', 12)
  const waiting = await createMail('queued', 3)
  const unknown = await createMail('unknown', 1)
  const fresh = await createMail('queued', 0)
  expect(await tryAllAgain(await admin())).toEqual({ refusal: undefined, tried: 2 })
  expect(await failed()).toEqual(['queued', 0, true])
  expect(await waiting()).toEqual(['queued', 0, true])
  expect(await unknown()).toEqual(['unknown', 1, false])
  expect(await fresh()).toEqual(['queued', 0, false])
  expect(await db().select().from(auditEntries)).toMatchObject([
    { action: 'mail.all-queued-again', subject: 'mail', after: '{"emails":2}' },
  ])
})

test('with nothing to try again, nothing is written', async () => {
  await createMail('queued', 0)
  expect(await tryAllAgain(await admin())).toEqual({ refusal: undefined, tried: 0 })
  expect(await db().select().from(auditEntries)).toEqual([])
})

test('is refused while email is off, and to someone who is no longer an admin', async () => {
  const failed = await createMail('failed', 12)
  const { id, name } = await createUser({ role: 'organizer' })
  expect(await tryAllAgain({ userId: id, name })).toEqual({ refusal: 'not-admin' })
  overrideSettings({ MAIL_ENABLED: false })
  expect(await tryAllAgain(await admin())).toEqual({ refusal: 'switched-off' })
  expect(await failed()).toEqual(['failed', 12, false])
})
