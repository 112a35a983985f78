import { desc, eq } from 'drizzle-orm'
import { parseRoll } from '#app/allocation/roll.ts'
import { listDraws } from '#app/models/draw/draw.server.ts'
import { findRoll } from '#app/models/draw/roll.server.ts'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { db } from '#db/client.ts'
import { seals } from '#db/schema.ts'
import { countAbsent } from './absent.server.ts'
import { defaultChoice, findChoice } from './choice.server.ts'
import { listPins } from './pins.server.ts'

export async function findPreparation(event: ManagedEvent) {
  const { totalTickets, heldBack, heldBackReason, wasFinalized } = event
  const seal = await findLastSeal(event.id)
  const draw = seal?.draw ?? 1
  const lastDraw = (await listDraws(event.id)).at(-1)?.number ?? 0
  const pins = await listPins(event)
  const inPins = pins.reduce((sum, pin) => sum + pin.amount, 0)
  return {
    totalTickets,
    heldBack,
    heldBackReason,
    isPublished: wasFinalized,
    draw,
    isDrawn: lastDraw >= draw,
    commitment: seal?.commitment ?? null,
    reason: seal?.reason ?? null,
    choice: (await findChoice(event.id, draw)) ?? defaultChoice,
    ...(await describeRoll(event.id)),
    pins,
    inPins,
    toDraw: totalTickets - heldBack - inPins,
  }
}

export type Preparation = Awaited<ReturnType<typeof findPreparation>>

async function findLastSeal(eventId: string) {
  const [seal] = await db()
    .select({ draw: seals.draw, commitment: seals.commitment, reason: seals.reason })
    .from(seals)
    .where(eq(seals.eventId, eventId))
    .orderBy(desc(seals.draw))
    .limit(1)
  return seal
}

async function describeRoll(eventId: string) {
  const roll = await findRoll(eventId)
  if (!roll) return { roll: null, absent: await countAbsent(eventId) }
  const { rollHash: hash, deactivated, withoutSize } = roll
  const entries = parseRoll(roll.roll).length
  return { roll: { hash, entries, leftOut: { deactivated, withoutSize } }, absent: 0 }
}
