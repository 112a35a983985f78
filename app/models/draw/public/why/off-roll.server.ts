import { and, eq, isNull, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { events, requests, rolls } from '#db/schema.ts'
import { type OffRollCause, sayGivenOffRoll, sayOffRoll } from './off-roll.ts'

/** The answer for a request that the last draw's roll lacks; undefined without a request. */
export async function findOffRoll(eventId: string, userId: string, draw: number) {
  const [row] = await db()
    .select({
      sizes: requests.sizes,
      isNoted: requests.offRoll,
      deactivated: rolls.deactivated,
      withoutSize: rolls.withoutSize,
      amount: requests.draftAmount,
      reason: requests.draftReason,
      isDecided: sql`${events.finalizedAt} IS NOT NULL`.mapWith(Boolean),
    })
    .from(requests)
    .innerJoin(events, eq(events.id, requests.eventId))
    .leftJoin(rolls, and(eq(rolls.eventId, events.id), isNull(rolls.supersededAt)))
    .where(and(eq(requests.eventId, eventId), eq(requests.userId, userId)))
  if (!row) return undefined
  const amount = row.isDecided ? row.amount : null
  return {
    isOnRoll: false as const,
    draw,
    amount,
    sentences: sayOffRoll(draw, causeOf(row)),
    outcome: amount === null ? null : sayGivenOffRoll(amount, row.reason ?? ''),
  }
}

type Noted = {
  sizes: string
  isNoted: boolean
  deactivated: number | null
  withoutSize: number | null
}

/** Known only where the request and its roll agree. */
function causeOf({ sizes, isNoted, deactivated, withoutSize }: Noted): OffRollCause {
  if (isNoted && sizes === '' && withoutSize) return 'without-size'
  return isNoted && sizes !== '' && deactivated ? 'deactivated' : 'unknown'
}
