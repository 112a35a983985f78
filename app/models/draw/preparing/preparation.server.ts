import { desc, eq, sql } from 'drizzle-orm'
import { parseRoll } from '#app/allocation/roll.ts'
import { listDraws } from '#app/models/draw/draw.server.ts'
import { findRoll } from '#app/models/draw/roll.server.ts'
import { db } from '#db/client.ts'
import { events, seals } from '#db/schema.ts'
import { countAbsent } from './absent.server.ts'
import { defaultChoice, findChoice } from './choice.server.ts'
import { listPins } from './pins.server.ts'

/** What stands before the next draw of an event: for who manages it. */
export async function findPreparation(eventId: string) {
  const [event] = await db()
    .select({
      totalTickets: events.totalTickets,
      heldBack: events.heldBack,
      heldBackReason: events.heldBackReason,
      isPublished: sql<boolean>`EXISTS (SELECT 1 FROM finalizations
        WHERE finalizations.event_id = events.id)`.mapWith(Boolean),
    })
    .from(events)
    .where(eq(events.id, eventId))
  if (!event) return undefined
  const [seal] = await db()
    .select({ draw: seals.draw, commitment: seals.commitment, reason: seals.reason })
    .from(seals)
    .where(eq(seals.eventId, eventId))
    .orderBy(desc(seals.draw))
    .limit(1)
  const lastDraw = (await listDraws(eventId)).at(-1)?.number ?? 0
  const draw = seal?.draw ?? 1
  const roll = await findRoll(eventId)
  const pins = await listPins(eventId)
  const inPins = pins.reduce((sum, pin) => sum + pin.amount, 0)
  return {
    ...event,
    draw,
    /** Whether the one sealed last was made; then another needs a reason first. */
    isDrawn: lastDraw >= draw,
    commitment: seal?.commitment ?? null,
    reason: seal?.reason ?? null,
    choice: (await findChoice(eventId, draw)) ?? defaultChoice,
    roll: roll
      ? {
          hash: roll.rollHash,
          entries: parseRoll(roll.roll).length,
          leftOut: { deactivated: roll.deactivated, withoutSize: roll.withoutSize },
        }
      : null,
    /** People on the list so far whom the coming roll will leave out. */
    absent: roll ? 0 : await countAbsent(eventId),
    pins,
    inPins,
    toDraw: event.totalTickets - event.heldBack - inPins,
  }
}

export type Preparation = NonNullable<Awaited<ReturnType<typeof findPreparation>>>
