import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { found } from '#app/http/not-found.server.ts'
import { countSetByHand } from '#app/models/draw/public/promise.server.ts'
import { verifyDocument } from '#app/models/draw/public/verification.server.ts'
import { findWhy } from '#app/models/draw/public/why/why.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { fillByPlainDraw, setUndecidedToNone } from '#app/models/grid/fill.server.ts'
import { formatWas, type TypedRow } from '#app/models/grid/form.ts'
import { findGridRows, saveGrid } from '#app/models/grid/grid.server.ts'
import { submitGrid } from '#app/models/grid/submission.server.ts'
import {
  finalize,
  findFinalization,
  undoFinalization,
} from '#app/models/results/finalization.server.ts'
import { findFinalizationPage } from '#app/models/results/finalization-page.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent, sealedEvent } from '#app/testing/draws.ts'
import { createRequest, managedBy } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, mails, pins, requests } from '#db/schema.ts'
import { makeDraw } from './draw.server.ts'
import { findDrawDocument } from './drawn-document.server.ts'

testDatabase()

type Asked = Awaited<ReturnType<typeof sealedEvent>>['asked'][number]

async function gridOf(eventId: string, viewer: Parameters<typeof findManagedEvent>[0]) {
  const event = await findManagedEvent(viewer, eventId)
  if (!event) throw new Error('no event')
  const ids = await db()
    .select({ id: requests.id })
    .from(requests)
    .where(eq(requests.eventId, eventId))
  return {
    event,
    rows: await findGridRows(
      event,
      ids.map(({ id }) => id),
    ),
  }
}

const typedFor = (
  row: Awaited<ReturnType<typeof gridOf>>['rows'][number],
  amount: number,
  reason: string,
): TypedRow => ({ requestId: row.requestId, amount: String(amount), reason, was: formatWas(row) })

describe('after a draw', () => {
  test('an amount that it did not give needs a reason, even one of the sizes', async () => {
    const { event, viewer } = await drawnEvent(['2,1', '2,1'], 4)
    const grid = await gridOf(event.id, viewer)
    const [row] = grid.rows
    if (!row) throw new Error('no row')
    expect(row.drawn).toBe(2)
    const bare = await submitGrid(grid.event, viewer, [typedFor(row, 1, '')])
    expect(Object.values(bare.failed?.problems ?? {}).join()).toContain('The draw gave 2 tickets')
    const explained = await submitGrid(grid.event, viewer, [typedFor(row, 1, 'Needs only one')])
    expect(explained).toEqual({ saved: 1 })
  })

  test('the batch itself refuses a change without a reason', async () => {
    const { event, viewer } = await drawnEvent(['2,1'], 2)
    const [row] = (await gridOf(event.id, viewer)).rows
    if (!row) throw new Error('no row')
    const change = { requestId: row.requestId, amount: 1, reason: null, was: formatWas(row) }
    expect((await saveGrid(event.id, viewer, [change])).refusal).toBe('unexplained')
    expect((await gridOf(event.id, viewer)).rows[0]?.amount).toBe(2)
  })

  test('overrides are counted in public once the event is finalized, not before', async () => {
    const { event, viewer } = await drawnEvent(['2,1', '2,1'], 4)
    const grid = await gridOf(event.id, viewer)
    const row = grid.rows[0]
    if (!row) throw new Error('no row')
    await submitGrid(grid.event, viewer, [typedFor(row, 1, 'Needs only one')])
    expect((await findDrawDocument(event.id, 1))?.overrides).toEqual([])
    const { allocationVersion } = (await gridOf(event.id, viewer)).event
    await finalize(event.id, viewer, { allocationVersion, withMail: false })
    expect(await countSetByHand(event.id, 1)).toEqual({
      byHand: 1,
      entries: 2,
      givenOffRoll: 0,
    })
    expect((await findDrawDocument(event.id, 1))?.overrides).toMatchObject([
      { amount: 1, reason: 'Needs only one' },
    ])
  })

  describe('when the total was raised', () => {
    const raise = (id: string, totalTickets: number) =>
      write([db().update(events).set({ totalTickets }).where(eq(events.id, id))])
    const giveAll = async (eventId: string, viewer: Viewer, amount: number) => {
      const { event, rows } = await gridOf(eventId, viewer)
      return submitGrid(
        event,
        viewer,
        rows.map(row => typedFor(row, amount, 'More came')),
      )
    }

    test('the people on the roll get no more than the draw was made for', async () => {
      const { event, viewer } = await drawnEvent(['2,1', '2,1', '2,1'], 3)
      await raise(event.id, 6)
      const { failed } = await giveAll(event.id, viewer, 2)
      expect(failed?.errors['']).toEqual([
        'Nothing was saved. Draw 1 was made for 3 tickets, but the people in it now get more. Lower some numbers. To give out more, make another draw. Your numbers are still here.',
      ])
      expect(await giveAll(event.id, viewer, 1)).not.toHaveProperty('failed')
    })

    test('finalizing refuses more than that, and somebody off the roll may get the rest', async () => {
      const { event, viewer } = await drawnEvent(['2,1', '2,1', '2,1'], 3)
      await raise(event.id, 6)
      const give = (draftAmount: number) =>
        write([
          db()
            .update(requests)
            .set({ draftAmount, draftReason: 'More came' })
            .where(eq(requests.eventId, event.id)),
        ])
      const press = async () => {
        const { allocationVersion } = (await gridOf(event.id, viewer)).event
        return finalize(event.id, viewer, { allocationVersion, withMail: false })
      }
      await give(2)
      const obstacles = async () =>
        (await findFinalizationPage(await managedBy(viewer, event.id), 1)).obstacles
      expect((await press()).refusal).toBe('over-draw')
      expect(await obstacles()).toEqual([
        expect.stringMatching(/^Draw 1 was made for 3 tickets, but .* Lower some numbers\./),
      ])
      await give(1)
      expect(await obstacles()).toEqual([])
      await createRequest({ eventId: event.id, sizes: '3', offRoll: true, draftAmount: 3 })
      expect((await press()).refusal).toBeUndefined()
      const document = found(await findDrawDocument(event.id, 1))
      expect(await verifyDocument(formatDrawDocument(document), undefined)).toMatchObject({
        holds: true,
      })
    })
  })

  test('changes after an un-finalization are published with the next finalization, not before', async () => {
    const { event, viewer } = await drawnEvent(['2,1', '2,1'], 4)
    const change = async (amount: number, reason: string) => {
      const grid = await gridOf(event.id, viewer)
      await submitGrid(grid.event, viewer, [
        typedFor(grid.rows[0] as (typeof grid.rows)[number], amount, reason),
      ])
    }
    const publish = async () => {
      const { allocationVersion } = (await gridOf(event.id, viewer)).event
      await finalize(event.id, viewer, { allocationVersion, withMail: false })
    }
    const published = async () => (await findDrawDocument(event.id, 1))?.overrides
    await change(1, 'Needs only one')
    await publish()
    expect(await published()).toMatchObject([{ amount: 1 }])
    const { finalizationId = '' } = (await findFinalization(event.id)) ?? {}
    await undoFinalization(event.id, viewer, { finalizationId, reason: 'A mistake' })
    expect(await published()).toEqual([])
    await change(0, 'Cannot come')
    expect(await published()).toEqual([])
    await publish()
    expect(await published()).toMatchObject([{ amount: 0, reason: 'Cannot come' }])
  })

  test('the mail describes a change by hand as the page does, and otherwise says the usual', async () => {
    const { event, asked, viewer } = await sealedEvent(['2', '2,1', '2', '1'], 9)
    const [gone, less, kept, none] = asked as [Asked, Asked, Asked, Asked]
    const pin = { requestId: none.id, amount: 0, reason: 'Banned', pinnedAt: 1 }
    await write([
      db()
        .insert(pins)
        .values({ ...pin, eventId: event.id, pinnedBy: viewer.userId }),
    ])
    await makeDraw(event.id, 1, viewer)
    const grid = await gridOf(event.id, viewer)
    const typed = (id: string, amount: number, reason: string) =>
      typedFor(found(grid.rows.find(row => row.requestId === id)), amount, reason)
    await submitGrid(grid.event, viewer, [
      typed(gone.id, 0, 'Cannot come'),
      typed(less.id, 1, 'Comes alone'),
    ])
    const { allocationVersion } = (await gridOf(event.id, viewer)).event
    await finalize(event.id, viewer, { allocationVersion, withMail: true })
    const mailTo = async ({ userId }: Asked) =>
      found(
        (await db().select().from(mails).where(eq(mails.userId, userId))).find(
          ({ kind }) => kind === 'result',
        ),
      ).text
    const byHand: [Asked, RegExp][] = [
      [gone, /from 2 to 0: “Cannot come”/],
      [less, /from 2 to 1: “Comes alone”/],
      [none, /set to no tickets by hand before the draw: “Banned”/],
    ]
    for (const [request, words] of byHand) {
      const [mail, why] = [await mailTo(request), await findWhy(event.id, request.userId)]
      const sentence = why?.sentences.find(each => words.test(each))
      expect(mail).toContain(sentence ?? 'a sentence of the page')
      expect(mail).not.toMatch(/more people asked|good news/i)
      expect(mail).toContain(`/events/${event.id}/why`)
    }
    expect(await mailTo(kept)).toMatch(/Good news: you have 2 tickets for .*\./)
    expect(await mailTo(kept)).not.toMatch(/by hand/)
    expect(await mailTo(kept)).toContain('given out by a draw')
  })

  test('nobody fills the draft another way', async () => {
    const { event, viewer } = await drawnEvent(['2,1', '2,1'], 2)
    const { allocationVersion } = (await gridOf(event.id, viewer)).event
    expect((await fillByPlainDraw(event.id, viewer, allocationVersion)).refusal).toBe('drawn')
    expect((await setUndecidedToNone(event.id, viewer, 1)).refusal).toBe('drawn')
  })
})
