import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { found } from '#app/http/not-found.server.ts'
import { findEvent, findManagedEvent } from '#app/models/events/event.server.ts'
import { findWinnersPage } from '#app/models/hands/winners.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser, viewerOf } from '#app/testing/factories.ts'
import { openedMail } from '#app/testing/mails.ts'
import { eventWithStandings } from '#app/testing/standings.ts'
import { auditedActions } from '#app/testing/trail.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { mails } from '#db/schema.ts'
import { remindToConfirm } from './confirm-soon.server.ts'
import { confirmComing } from './confirming.server.ts'
import { sayConfirming, sayMine } from './mine.ts'

testDatabase()

const HOUR = 3_600_000
const DAY = 24 * HOUR
type Facts = Parameters<typeof eventWithStandings>[1]

async function asked(facts: Facts = {}) {
  const users = [
    await createUser({ name: 'Mia' }),
    await createUser({ name: 'Ben' }),
    await createUser({ name: 'Cleo' }),
  ]
  const { event } = await eventWithStandings(
    users.map((user, index) => ({ userId: user.id, holding: 2 - index })),
    { confirmBy: Date.now() + 100 * HOUR, ...facts },
  )
  const [mia, ben, cleo] = users.map(viewerOf)
  if (!mia || !ben || !cleo) throw new Error('nobody')
  return { event, mia, ben, cleo }
}

describe('“I am coming”', () => {
  test('confirms once, and takes the person off the list', async () => {
    const { event, mia } = await asked()
    const owner = viewerOf(await createUser({ role: 'admin' }))
    const names = async () => {
      const seen = found(await findManagedEvent(owner, event.id))
      const { winners } = await findWinnersPage(seen, { page: 1, since: null, isUnconfirmed: true })
      return winners.map(({ name }) => name)
    }
    expect(await names()).toEqual(['Ben', 'Mia'])
    expect(await confirmComing(mia, event.id)).toMatchObject({ outcome: 'confirmed' })
    expect(await confirmComing(mia, event.id)).toMatchObject({ outcome: 'same' })
    expect(await names()).toEqual(['Ben'])
    await write([sql`UPDATE standings SET was_given = 1 WHERE event_id = ${event.id}`])
    expect(await names()).toEqual([])
    expect(await auditedActions()).toEqual(['tickets.confirmed'])
  })

  test('is for holders alone', async () => {
    const { event, cleo } = await asked()
    const stranger = viewerOf(await createUser())
    for (const person of [cleo, stranger])
      expect(await confirmComing(person, event.id)).toEqual({ refusal: 'not-found' })
  })

  test.each([
    ['where nobody is asked', { confirmBy: null }, 'too-late'],
    ['after the start', { startsAt: Date.now() - 1, closesAt: 9, opensAt: 1 }, 'too-late'],
    ['after a release', { confirmBy: Date.now() - 1, releasesUnconfirmed: true }, 'too-late'],
    ['late, but not after the start', { confirmBy: Date.now() - 1 }, undefined],
    ['of a cancelled event', { cancelledAt: 1, cancelReason: 'Storm' }, 'not-found'],
  ] as [string, Facts, string | undefined][])('%s', async (_, facts, refusal) => {
    const { event, mia } = await asked(facts)
    expect((await confirmComing(mia, event.id)).refusal).toBe(refusal)
  })
})

describe('reminders', () => {
  const remind = () => remindToConfirm(new AbortController().signal)
  const sent = async () =>
    (await db().select().from(mails).where(eq(mails.kind, 'confirm-soon'))).map(openedMail)
  const finalizeEarlier = (eventId: string) =>
    write([sql`UPDATE events SET finalized_at = 1 WHERE id = ${eventId}`])

  test('go three days and one day before to who has not confirmed, once each', async () => {
    const { event, mia, ben } = await asked({ confirmBy: Date.now() + 3.1 * DAY })
    await finalizeEarlier(event.id)
    await remind()
    expect(await sent()).toHaveLength(0)
    const soon = Date.now() + 3 * DAY
    await write([sql`UPDATE events SET confirm_by = ${soon} WHERE id = ${event.id}`])
    await remind()
    await remind()
    expect((await sent()).map(({ userId }) => userId).sort()).toEqual(
      [mia.userId, ben.userId].sort(),
    )
    const { text } = (await sent())[0] ?? { text: '' }
    expect(text).toContain('you have not confirmed yet')
    expect(text).toContain(`/events/${event.id}/confirmation`)
    await confirmComing(mia, event.id)
    const tomorrow = Date.now() + DAY
    await write([sql`UPDATE events SET confirm_by = ${tomorrow} WHERE id = ${event.id}`])
    await remind()
    await remind()
    expect((await sent()).slice(2).map(({ userId }) => userId)).toEqual([ben.userId])
    expect((await auditedActions()).filter(action => action === 'event.reminded')).toHaveLength(2)
  })

  test('and the question leave out who was given tickets later, or has got them', async () => {
    const { event, mia, ben } = await asked({ confirmBy: Date.now() + DAY / 2 })
    const isAsked = async (person: typeof mia) => {
      const seen = found(await findEvent(person, event.id))
      return [sayMine(seen, Date.now())?.confirmBy !== null, sayConfirming(seen, Date.now())?.said]
    }
    expect(await isAsked(mia)).toEqual([true, expect.stringContaining('Confirm by')])
    await write([
      sql`UPDATE standings SET was_given = 1 WHERE event_id = ${event.id} AND user_id = ${mia.userId}`,
      sql`INSERT INTO holders (event_id, user_id, came) VALUES (${event.id}, ${ben.userId}, 1)`,
    ])
    for (const person of [mia, ben])
      expect(await isAsked(person)).toEqual([
        false,
        expect.stringContaining('You do not need to confirm.'),
      ])
    await finalizeEarlier(event.id)
    await remind()
    expect(await sent()).toHaveLength(0)
  })

  test('do not follow at once on the news', async () => {
    await asked({ confirmBy: Date.now() + 2.9 * DAY })
    await remind()
    expect(await sent()).toHaveLength(0)
  })

  test.each([
    ['cancelled', sql`cancelled_at = 1, cancel_reason = 'Storm'`],
    ['over', sql`confirm_by = 1`],
    ['not decided', sql`finalized_at = NULL`],
  ])('are not sent when the event is %s', async (_, change) => {
    const { event } = await asked({ confirmBy: Date.now() + DAY / 2 })
    await finalizeEarlier(event.id)
    await write([sql`UPDATE events SET ${change} WHERE id = ${event.id}`])
    await remind()
    expect(await sent()).toHaveLength(0)
  })

  test('leave out who has no account to read them with, without another try each minute', async () => {
    const user = await createUser({ signedInAt: null, welcomedAt: null })
    const { event } = await eventWithStandings([{ userId: user.id, holding: 1 }], {
      confirmBy: Date.now() + DAY / 2,
    })
    await finalizeEarlier(event.id)
    await remind()
    expect(await sent()).toHaveLength(0)
    expect(await auditedActions()).toEqual([])
  })
})
