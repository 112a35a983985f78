import { eq } from 'drizzle-orm'
import { findChoice } from '#app/models/draw/preparing/choice.server.ts'
import { findLastSeal } from '#app/models/draw/seal/seal.server.ts'
import { stateSql } from '#app/models/events/state.server.ts'
import { db } from '#db/client.ts'
import { events } from '#db/schema.ts'
import { nextDraw } from './draw-number.server.ts'
import { findRoll } from './roll.server.ts'

/** Reads the event first: a change during the other reads raises `allocationVersion`, which refuses the write. */
export async function readDrawState(eventId: string, number?: number) {
  const [event] = await db()
    .select({
      id: events.id,
      state: stateSql(Date.now()),
      totalTickets: events.totalTickets,
      heldBack: events.heldBack,
      allocationVersion: events.allocationVersion,
    })
    .from(events)
    .where(eq(events.id, eventId))
  if (!event) return undefined
  const draw = number ?? (await nextDraw(eventId))
  const [seal, choice, roll] = await Promise.all([
    findLastSeal(eventId),
    findChoice(eventId, draw),
    findRoll(eventId),
  ])
  return { event, draw, seal, choice, roll }
}

export type DrawState = NonNullable<Awaited<ReturnType<typeof readDrawState>>>
