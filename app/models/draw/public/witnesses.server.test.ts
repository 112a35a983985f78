import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { cancelLocking } from '#app/models/draw/locking/cancel-locking.server.ts'
import { drawDue } from '#app/models/draw/locking/due.server.ts'
import { findLocking } from '#app/models/draw/locking/locking.server.ts'
import { keepSignature } from '#app/models/draw/locking/value.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { chainOfLockings, mailedLocking, signatureOfLocking } from '#app/testing/lockings.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { mails, users } from '#db/schema.ts'
import { readDrawPage } from './draw-page.server.ts'
import { countWitnesses, readWitnesses } from './witnesses.server.ts'

testDatabase()

beforeEach(() =>
  overrideSettings({ TEST_BEACON: chainOfLockings.beacon, BEACON_URL: '', MAIL_ENABLED: true }),
)

const NO_MAIL = 'No mail was sent about this draw, so only readers of this page hold a witness.'

describe('witnesses', () => {
  const markSent = async (sentAt: number[]) => {
    const rows = await db().select().from(mails).where(eq(mails.kind, 'terms-locked'))
    await write(
      sentAt.map((at, index) =>
        db()
          .update(mails)
          .set({ state: 'sent', sentAt: at, providerId: 'id' })
          .where(eq(mails.id, rows[index]?.id ?? '')),
      ),
    )
  }

  test('are the mails that had left before the value was known', async () => {
    const { eventId, locking } = await mailedLocking()
    const knownAt = locking.knownAt ?? 0
    expect(await readWitnesses(eventId, 1)).toBe(
      'Email about the locked terms: 0 of 3 sent so far, before the value is known.',
    )
    await markSent([knownAt - 1, knownAt])
    expect(await countWitnesses(eventId, 1)).toEqual({
      all: 3,
      before: 1,
      unreached: 0,
      isKnown: false,
    })
  })

  test('count from when a value was entered, if that was earlier', async () => {
    const { eventId, locking } = await mailedLocking()
    await keepSignature(eventId, 1, signatureOfLocking(locking), null)
    const valuedAt = (await findLocking(eventId, 1))?.valuedAt ?? 0
    await markSent([valuedAt - 1, valuedAt + 1])
    expect(await readWitnesses(eventId, 1)).toBe(
      'Email about the locked terms: 1 of 3 sent before the value was known.',
    )
  })

  test('are none where email is off, nor are those of another draw or event', async () => {
    overrideSettings({ MAIL_ENABLED: false })
    const { eventId, locking } = await mailedLocking()
    expect(locking.knownAt).toBeGreaterThan(Date.now())
    expect(await readWitnesses(eventId, 1)).toBe(NO_MAIL)
    overrideSettings({ MAIL_ENABLED: true })
    const other = await mailedLocking()
    expect(await countWitnesses(other.eventId, 1)).toMatchObject({ all: 3 })
    expect(await countWitnesses(other.eventId, 2)).toBeUndefined()
    expect(await readWitnesses(eventId, 1)).toBe(NO_MAIL)
  })

  test('name how many had a request and got no mail, but not once the locking was cancelled', async () => {
    const { eventId, viewer, asked, locking } = await mailedLocking({}, ([first, second]) =>
      write([
        db()
          .update(users)
          .set({ deactivatedAt: 1 })
          .where(eq(users.id, first?.userId ?? '')),
        db()
          .update(users)
          .set({ signedInAt: null })
          .where(eq(users.id, second?.userId ?? '')),
      ]),
    )
    expect(asked).toHaveLength(3)
    await markSent([(locking.knownAt ?? 0) - 1])
    expect(await readWitnesses(eventId, 1)).toBe(
      'Email about the locked terms: 1 of 3 sent so far, before the value is known. 2 people got none, because their account was deactivated or not in use yet.',
    )
    await cancelLocking(eventId, viewer, { draw: 1, reason: 'The wrong rule was chosen' })
    expect(await countWitnesses(eventId, 1)).toMatchObject({ all: 1, before: 1, unreached: 0 })
  })

  test('are none where the mail was turned off', async () => {
    const { eventId } = await mailedLocking({ withMail: false })
    expect(await readWitnesses(eventId, 1)).toBe(NO_MAIL)
  })

  test('are not asked for where a draw has no source: the page says that itself', async () => {
    const { event } = await drawnEvent(['1', '1'])
    expect(await readWitnesses(event.id, 1)).toBeNull()
    expect(await readDrawPage(event.id, 1, { page: 1, code: '' })).toMatchObject({
      witnesses: null,
    })
  })

  test('are told on the page of the draw', async () => {
    const { eventId, locking } = await mailedLocking()
    await keepSignature(eventId, 1, signatureOfLocking(locking), null)
    await drawDue()
    const page = await readDrawPage(eventId, 1, { page: 1, code: '' })
    expect(page?.witnesses).toBe(
      'Email about the locked terms: 0 of 3 sent before the value was known.',
    )
  })
})
