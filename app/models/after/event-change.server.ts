import { and, eq } from 'drizzle-orm'
import { shortenedEnd } from '#app/allocation/after/times.ts'
import { db } from '#db/client.ts'
import type { WriteStep } from '#db/lane.ts'
import { offers } from '#db/schema.ts'
import { readSettled, restIfLarge } from './act.server.ts'
import { Batch } from './batch.ts'
import { listDue } from './due.ts'
import { type DecidedEvent, type Live, timesOf, toSeconds } from './live.ts'
import { mustBeAsRead, mustHaveNoLog, mustStillBeUnconfirmed, stepsOf } from './steps.server.ts'

type Change = Pick<
  DecidedEvent,
  'name' | 'place' | 'startsAt' | 'timeZone' | 'totalTickets' | 'offerHours' | 'offersEndHours'
>
type Followed = {
  refusal?: 'below-given'
  /** Before the event itself is changed. */
  guards: WriteStep<'moved'>[]
  /** After it. */
  steps: WriteStep<never>[]
}

/** What follows from a change of an event that was decided: lines, shorter offers and a dealing. Call it in turn. */
export async function followChange(eventId: string, change: Change): Promise<Followed> {
  const before = await readSettled(eventId)
  if (!before) return { guards: mustHaveNoLog(eventId), steps: [] }
  const guards = mustBeAsRead(before)
  const more = change.totalTickets - before.event.totalTickets
  if (more < 0 && -more > before.after.free) return { refusal: 'below-given', guards, steps: [] }
  const live = { ...before, event: { ...before.event, ...change } }
  // What falls due by the change falls due now, not when it would have.
  live.after.at = live.now
  const batch = new Batch(live, 'moved')
  if (more !== 0) batch.write(more > 0 ? 'added' : 'removed', { tickets: Math.abs(more) })
  if (change.startsAt < before.event.startsAt) await shorten(batch)
  for (const due of listDue(live)) due.write(batch)
  await restIfLarge(live)
  batch.close()
  await restIfLarge(live)
  const steps = stepsOf(batch)
  await restIfLarge(live)
  return { guards: [...guards, ...mustStillBeUnconfirmed(batch)], steps }
}

/** Reckoning an end takes a tenth of a millisecond. */
const SHORTENED_AT_ONCE = 100

/** Judged by code: each is a line of its own. */
async function shorten(batch: Batch): Promise<void> {
  const { live } = batch
  const open = await listOpen(live)
  for (const [index, { code, tickets, beginsAt, untilAt }] of open.entries()) {
    if (index % SHORTENED_AT_ONCE === SHORTENED_AT_ONCE - 1) await restIfLarge(live)
    const span = { begin: toSeconds(beginsAt), until: toSeconds(untilAt) }
    const until = shortenedEnd(live.now, span, timesOf(live.event))
    if (until === null) batch.write('withdrawn', { code, tickets })
    else if (until < span.until) batch.write('shortened', { code, until })
  }
}

async function listOpen({ finalizationId }: Live) {
  return db()
    .select()
    .from(offers)
    .where(and(eq(offers.finalizationId, finalizationId), eq(offers.state, 'open')))
    .orderBy(offers.code)
}
