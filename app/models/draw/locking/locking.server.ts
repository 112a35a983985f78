import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { LockedDraw } from '#app/allocation/document/document.ts'
import { commitmentOf } from '#app/allocation/ranking.ts'
import { parseSource } from '#app/allocation/terms/source.ts'
import { readTerms, termsHashOf } from '#app/allocation/terms/terms.ts'
import { db } from '#db/client.ts'
import { draws, lockings, rolls } from '#db/schema.ts'

/** The locking of one draw, or the last of an event. */
export async function findLocking(eventId: string, draw?: number) {
  const which = draw === undefined ? undefined : eq(lockings.draw, draw)
  const [row] = await lockingsWithRolls()
    .where(and(eq(lockings.eventId, eventId), which))
    .orderBy(desc(lockings.draw))
    .limit(1)
  return row && describeLocking(row)
}

export async function listLockings(eventId: string) {
  const rows = await lockingsWithRolls().where(eq(lockings.eventId, eventId)).orderBy(lockings.draw)
  return rows.map(describeLocking)
}

function lockingsWithRolls() {
  return db()
    .select({
      locking: lockings,
      roll: rolls.roll,
      rollHash: rolls.rollHash,
      order: rolls.order,
      isDrawn: sql<boolean>`${draws.number} IS NOT NULL`.mapWith(Boolean),
    })
    .from(lockings)
    .innerJoin(
      rolls,
      and(eq(rolls.eventId, lockings.eventId), eq(rolls.number, lockings.rollNumber)),
    )
    .leftJoin(draws, and(eq(draws.eventId, lockings.eventId), eq(draws.number, lockings.draw)))
}

type Row = Awaited<ReturnType<typeof lockingsWithRolls>>[number]

function describeLocking({ locking, roll, rollHash, isDrawn }: Row) {
  const terms = readTerms(locking.terms)
  return {
    ...locking,
    ...{ roll, rollHash, isDrawn },
    termsHash: termsHashOf(locking.terms),
    ...terms,
    source: parseSource(terms.publicValueSource ?? '-'),
  }
}

export type Locking = ReturnType<typeof describeLocking>

/** What is public of a draw from its locking on, but for the value. */
export function lockedDrawOf(locking: Locking): LockedDraw {
  const { eventId, draw, rule, order, cap, capacity, heldBack, secret, roll, rollHash } = locking
  return {
    version: 2,
    ...{ eventId, draw, rule, order, options: { cap }, capacity, heldBack },
    commitment: commitmentOf(secret),
    ...{ secret, roll, rollHash },
    terms: locking.terms,
    termsHash: locking.termsHash,
    publicValueSource: locking.publicValueSource,
    pins: locking.pins,
    overrides: [],
  }
}

export type DueLocking = { eventId: string; draw: number; publicValue: string | null }

/**
 * Those whose value is there, or can be fetched by now. Those with a value come first, so that a beacon that does not
 * answer holds none of them up; then the longest wait.
 */
export async function listDueLockings(now: number): Promise<DueLocking[]> {
  return db()
    .select({
      eventId: lockings.eventId,
      draw: lockings.draw,
      publicValue: lockings.publicValue,
    })
    .from(lockings)
    .leftJoin(draws, and(eq(draws.eventId, lockings.eventId), eq(draws.number, lockings.draw)))
    .where(
      and(
        isNull(lockings.cancelledAt),
        isNull(draws.number),
        sql`(${lockings.publicValue} IS NOT NULL OR ${lockings.knownAt} <= ${now})`,
      ),
    )
    .orderBy(isNull(lockings.publicValue), lockings.knownAt)
}
