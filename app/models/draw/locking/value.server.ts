import { and, eq, sql } from 'drizzle-orm'
import { valueOfSignature } from '#app/allocation/terms/drand.ts'
import { type Actor, audit } from '#app/models/audit/audit.server.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseIf, refuseUnless, type WriteStep, write } from '#db/lane.ts'
import { lockings } from '#db/schema.ts'
import type { ValueRefusal } from './locking.ts'

type Value = { publicValue: string; publicProof: string | null }

/**
 * Keeps the value of a round, whose signature must have been checked: it counts as known whatever the clock says.
 * @param by null for the program, which fetched it
 */
export async function keepSignature(eventId: string, draw: number, signature: string, by: Actor) {
  const value = { publicValue: valueOfSignature(signature), publicProof: signature }
  return write<ValueRefusal>(stepsOfValue(eventId, draw, value, by))
}

/** @param numbers in their canonical form */
export async function keepNumbers(eventId: string, draw: number, numbers: string, viewer: Person) {
  return write<ValueRefusal>([
    mustManage(viewer, eventId),
    refuseIf(
      'too-soon',
      sql`EXISTS (SELECT 1 FROM lockings
      WHERE event_id = ${eventId} AND draw = ${draw} AND known_at > ${NOW})`,
    ),
    ...stepsOfValue(eventId, draw, { publicValue: numbers, publicProof: null }, viewer),
  ])
}

function stepsOfValue(
  eventId: string,
  draw: number,
  { publicValue, publicProof }: Value,
  by: Actor,
): WriteStep<ValueRefusal>[] {
  const sqlOf = (column: string) =>
    sql`SELECT ${sql.raw(column)} IS NULL FROM lockings WHERE event_id = ${eventId} AND draw = ${draw}`
  return [
    refuseUnless('not-locked', sqlOf('cancelled_at')),
    refuseUnless('has-value', sqlOf('public_value')),
    db()
      .update(lockings)
      .set({ publicValue, publicProof, valuedAt: Date.now() })
      .where(and(eq(lockings.eventId, eventId), eq(lockings.draw, draw))),
    audit({
      actor: by && { userId: by.userId, name: by.name },
      action: 'draw.value-known',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: { draw, publicValue },
    }),
  ]
}
