import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { findCode } from '#app/models/draw/seal/code.server.ts'
import { deactivateUser, reactivateUser } from '#app/models/people/user.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent, sealedEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { load } from '#app/testing/routes.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, requests, users } from '#db/schema.ts'
import { loader } from './events.$eventId.why.tsx'

testDatabase()

async function whyFor(eventId: string, viewer: Viewer, query = '') {
  return (await load(loader, { path: `/why${query}`, params: { eventId }, viewer })).json()
}

async function viewerNamed(userId: string) {
  const [user] = await db().select().from(users).where(eq(users.id, userId))
  return viewerOf(user as typeof users.$inferSelect)
}

async function finalizeNow(eventId: string, viewer: Viewer) {
  await write([
    db().update(requests).set({ draftAmount: 0 }).where(eq(requests.sizes, '')),
    db()
      .update(requests)
      .set({ draftAmount: 2, draftReason: 'Forgotten' })
      .where(eq(requests.note, 'late')),
  ])
  const [event] = await db().select().from(events).where(eq(events.id, eventId))
  const allocationVersion = event?.allocationVersion ?? 0
  const done = await finalize(eventId, viewer, { allocationVersion, withMail: false })
  expect(done.refusal).toBeUndefined()
}

describe('the title tells the result', () => {
  test('to winner and loser, and to an organizer before and after finalizing', async () => {
    const { event, asked, viewer } = await drawnEvent(['1', '1'], 1)
    const document = await findDrawDocument(event.id, 1)
    for (const { id, userId } of asked) {
      const got = document?.result.get((await findCode(event.id, userId)) ?? '')
      const [member, tickets] = [await viewerNamed(userId), got ? '1 ticket' : 'no tickets']
      const query = `?request=${id}`
      expect((await whyFor(event.id, member)).title).toBe('Why did I get this?')
      const before = await whyFor(event.id, viewer, query)
      expect(before.title).toBe(`Why ${member.name} would get ${tickets}`)
    }
    await finalizeNow(event.id, viewer)
    for (const { id, userId } of asked) {
      const got = document?.result.get((await findCode(event.id, userId)) ?? '')
      const [member, tickets] = [await viewerNamed(userId), got ? '1 ticket' : 'no tickets']
      expect((await whyFor(event.id, member)).title).toBe(`Why you got ${tickets}`)
      const after = await whyFor(event.id, viewer, `?request=${id}`)
      expect(after.title).toBe(`Why ${member.name} got ${tickets}`)
    }
  })

  test('also where it was decided by hand', async () => {
    const owner = viewerOf(await createUser({ role: 'organizer' }))
    const event = await createEvent({ ownerId: owner.userId, closedAt: Date.now() - 1000 })
    const { userId } = await createRequest({ eventId: event.id, sizes: '2', note: 'late' })
    await finalizeNow(event.id, owner)
    const page = await whyFor(event.id, await viewerNamed(userId))
    expect(page).toMatchObject({ title: 'Why you got 2 tickets', why: null })
  })
})

describe('a request that the roll of the draw lacks is told so', () => {
  test('because the account was deactivated', async () => {
    const { event, asked, viewer } = await sealedEvent(['1', '1'])
    const { userId } = asked[0] as { userId: string }
    const admin = viewerOf(await createUser({ role: 'admin' }))
    await deactivateUser(userId, admin)
    await makeDraw(event.id, 1, viewer)
    await reactivateUser(userId, admin)
    await finalizeNow(event.id, viewer)
    expect(await whyFor(event.id, await viewerNamed(userId))).toMatchObject({
      title: 'Why you got no tickets',
      why: {
        isOnRoll: false,
        sentences: [
          'Your request was not on the list that draw 1 was made from. So you had no part in the draw.',
          'Your account was deactivated when the list was made, so the list left you out.',
        ],
        outcome: 'So you got no tickets.',
      },
    })
  })

  test('because no number was possible', async () => {
    const { event, viewer } = await sealedEvent(['1', '1'])
    const { userId } = await createRequest({ eventId: event.id, sizes: '', impossible: '0' })
    await makeDraw(event.id, 1, viewer)
    await finalizeNow(event.id, viewer)
    const { why } = await whyFor(event.id, await viewerNamed(userId))
    expect(why.sentences[1]).toContain('had no possible number of tickets')
  })

  test('loudly where nothing was noted, and with what was given by hand', async () => {
    const { event, viewer } = await drawnEvent(['1', '1'])
    const { userId } = await createRequest({ eventId: event.id, sizes: '2', note: 'late' })
    await finalizeNow(event.id, viewer)
    const page = await whyFor(event.id, await viewerNamed(userId))
    expect(page.title).toBe('Why you got 2 tickets')
    expect(page.why.sentences).toContain('We do not know why. This should never happen.')
    expect(page.why.outcome).toBe(
      'After the draw 2 tickets were given to you by hand: “Forgotten”.',
    )
  })

  test('loudly where only the request says so, and not its roll', async () => {
    const { event, asked, viewer } = await sealedEvent(['1', '1'])
    await makeDraw(event.id, 1, viewer)
    const late = await createRequest({ eventId: event.id, offRoll: true, note: 'late' })
    await finalizeNow(event.id, viewer)
    expect(asked).toHaveLength(2)
    const { why } = await whyFor(event.id, await viewerNamed(late.userId))
    expect(why.sentences).toContain('We do not know why. This should never happen.')
  })
})
