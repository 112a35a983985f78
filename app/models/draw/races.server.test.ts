import { eq, sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { chooseRule, defaultChoice, listChoices } from '#app/models/draw/preparing/choice.server.ts'
import { holdBack, pinRequest, unpinRequest } from '#app/models/draw/preparing/pins.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { fillByPlainDraw } from '#app/models/grid/fill.server.ts'
import { closeEvent, reopenEvent } from '#app/models/organizing/closing.server.ts'
import { saveRequest, withdrawRequest } from '#app/models/requests/writing.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent, sealedEvent } from '#app/testing/draws.ts'
import { createEvent, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { draws, requests, rolls } from '#db/schema.ts'
import { sealAnother } from './another-draw.server.ts'
import { makeDraw } from './draw.server.ts'
import { findDrawDocument } from './drawn-document.server.ts'
import { freezeDueRolls, freezeRoll } from './freezing.server.ts'

/** What somebody else does between a draw's reading and its writing; no other way lets a test act in that moment. */
const work = vi.hoisted(() => ({ meanwhile: async (): Promise<unknown> => undefined }))
vi.mock('#app/models/draw/workers/workers.server.ts', async original => {
  const actual = await original<typeof import('#app/models/draw/workers/workers.server.ts')>()
  const calculate: typeof actual.calculate = async (name, input) => {
    const { meanwhile } = work
    work.meanwhile = async () => undefined
    await meanwhile()
    return actual.calculate(name, input)
  }
  return { ...actual, calculate }
})

testDatabase()

const another = {
  draw: 2,
  reason: 'A request was lost',
  rule: 'plain' as const,
  cap: null,
  publicValueSource: null,
}

async function versionOf(eventId: string, viewer: Viewer) {
  return (await findManagedEvent(viewer, eventId))?.allocationVersion ?? 0
}

describe('two at once', () => {
  test('two organizers draw: one draw is made, the other one is refused', async () => {
    const { event, viewer } = await sealedEvent(['2', '2', '2'])
    const admin = viewerOf(await createUser({ role: 'admin' }))
    const both = await Promise.all([makeDraw(event.id, 1, viewer), makeDraw(event.id, 1, admin)])
    expect(both.map(({ refusal }) => refusal).sort()).toEqual(['drawn', undefined])
    expect(await db().select().from(draws)).toHaveLength(1)
  })

  test('a pin set while a draw is computed: nothing is drawn without it', async () => {
    const { event, asked, viewer } = await sealedEvent(['2', '2', '2'])
    const pin = { requestId: asked[0]?.id ?? '', amount: 1, reason: 'Host' }
    work.meanwhile = () => pinRequest(event.id, viewer, pin)
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'changed' })
    expect(await db().select().from(draws)).toEqual([])
    expect((await makeDraw(event.id, 1, viewer)).refusal).toBeUndefined()
    expect((await findDrawDocument(event.id, 1))?.pins).toHaveLength(1)
  })

  test('a rule chosen while a draw is computed: nothing is drawn by the old one', async () => {
    const { event, viewer } = await sealedEvent(['2', '1'])
    const fill = { ...defaultChoice, rule: 'fill' as const }
    work.meanwhile = () => chooseRule(event.id, fill, viewer)
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'changed' })
    expect((await makeDraw(event.id, 1, viewer)).refusal).toBeUndefined()
    expect((await findDrawDocument(event.id, 1))?.rule).toBe('fill')
  })

  test('a draw does not overwrite an event finalized while it is computed', async () => {
    const { event, viewer } = await sealedEvent(['2', '1'])
    await fillByPlainDraw(event.id, viewer, await versionOf(event.id, viewer))
    work.meanwhile = async () => {
      const allocationVersion = await versionOf(event.id, viewer)
      const done = await finalize(event.id, viewer, { allocationVersion, withMail: false })
      expect(done.refusal).toBeUndefined()
    }
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'published' })
    expect(await db().select().from(draws)).toEqual([])
  })

  test('two seals of another draw: one commitment', async () => {
    const { event, viewer } = await drawnEvent(['2', '1'])
    const both = await Promise.all([
      sealAnother(event.id, viewer, another),
      sealAnother(event.id, viewer, another),
    ])
    expect(both.map(({ refusal }) => refusal)).toEqual([undefined, 'sealed'])
    expect(await listChoices(event.id)).toHaveLength(2)
  })
})

describe('pins', () => {
  test('can be set until the draw, and again before another one', async () => {
    const { event, asked, viewer } = await drawnEvent(['2', '1'])
    const pin = { requestId: asked[0]?.id ?? '', amount: 1, reason: 'Host' }
    expect((await pinRequest(event.id, viewer, pin)).refusal).toBe('drawn')
    await sealAnother(event.id, viewer, another)
    expect((await pinRequest(event.id, viewer, pin)).refusal).toBeUndefined()
    const unpinned = await unpinRequest(event.id, viewer, { requestId: pin.requestId, was: 2 })
    expect(unpinned.refusal).toBe('stale')
  })

  test('are only for people who manage the event', async () => {
    const { event, asked } = await sealedEvent(['2'])
    const other = viewerOf(await createUser({ role: 'organizer' }))
    const pin = { requestId: asked[0]?.id ?? '', amount: 1, reason: 'Host' }
    expect((await pinRequest(event.id, other, pin)).refusal).toBe('not-found')
    const held = { heldBack: 1, heldBackReason: 'Press', was: 0 }
    expect((await holdBack(event.id, other, held)).refusal).toBe('not-found')
  })

  test('that exceed a total lowered afterwards are refused at the draw', async () => {
    const { event, viewer } = await sealedEvent(['2'], 5)
    await holdBack(event.id, viewer, { heldBack: 4, heldBackReason: 'Press', was: 0 })
    await write([sql`UPDATE events SET total_tickets = 3 WHERE id = ${event.id}`])
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'over-capacity' })
    expect(await db().select().from(draws)).toEqual([])
  })
})

describe('a draw that is not sealed', () => {
  test('is not made, and nothing is recorded', async () => {
    const { event, viewer } = await drawnEvent(['2', '1'])
    expect(await makeDraw(event.id, 2, viewer)).toEqual({ refusal: 'not-sealed' })
    const chosen = await chooseRule(event.id, { ...defaultChoice, rule: 'fill' }, viewer)
    expect(chosen.refusal).toBe('not-sealed')
    expect(await listChoices(event.id)).toHaveLength(1)
  })
})

describe('an event’s life', () => {
  test('closing by hand freezes the roll; reopening before any draw sets it aside', async () => {
    const owner = viewerOf(await createUser({ role: 'organizer' }))
    const event = await createEvent({ ownerId: owner.userId })
    const member = viewerOf(await createUser())
    const ask = {
      eventId: event.id,
      userId: member.userId,
      sizes: [2, 1],
      note: '',
      version: 0,
      requestId: '',
    }
    expect((await saveRequest(member, ask)).refusal).toBeUndefined()
    await closeEvent(owner, event.id)
    expect((await db().select().from(rolls))[0]?.roll).toMatch(/^[a-z0-9]{10}\|2,1\|1\|0\n$/)
    await reopenEvent(owner, event.id, Date.now() + 3_600_000)
    const [seen] = await db().select().from(requests)
    await withdrawRequest(member, { ...ask, requestId: seen?.id ?? '', version: 1 })
    expect((await saveRequest(member, { ...ask, sizes: [3] })).refusal).toBeUndefined()
    await closeEvent(owner, event.id)
    const all = await db().select().from(rolls).where(eq(rolls.eventId, event.id))
    expect(all.map(roll => roll.supersededAt === null)).toEqual([false, true])
    const [before, after] = all.map(({ roll }) => roll.split('|'))
    // The code stays the same after withdrawing and asking again.
    expect(after?.[0]).toBe(before?.[0])
    expect([before?.[1], after?.[1]]).toEqual(['2,1', '3'])
  })

  test('the timer freezes the roll after the clock closes an event, and skips open events', async () => {
    const due = await createEvent({ closesAt: Date.now() - 1 })
    const open = await createEvent()
    await freezeDueRolls()
    const frozen = await db().select().from(rolls)
    expect(frozen.map(({ eventId }) => eventId)).toEqual([due.id])
    expect(await freezeRoll(open.id)).toBe(false)
  })

  test('an event that nobody asked for is not drawn', async () => {
    const { event, viewer } = await sealedEvent([])
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'nobody' })
    expect(await db().select().from(draws)).toEqual([])
  })
})
