import { and, desc, eq, sql } from 'drizzle-orm'
import { commitmentOf } from '#app/allocation/ranking.ts'
import { parseSource, type Source } from '#app/allocation/terms/source.ts'
import { theBeacon } from '#app/models/draw/beacon/beacon.server.ts'
import { findChoice } from '#app/models/draw/preparing/choice.server.ts'
import { readWitnesses } from '#app/models/draw/public/witnesses.server.ts'
import { settings } from '#app/settings.server.ts'
import { db, keptQuery } from '#db/client.ts'
import { lockings } from '#db/schema.ts'
import { findLocking, type Locking } from './locking.server.ts'

/** How long the page says that the draw is being made before it asks for the value, in milliseconds. */
const PATIENCE = 60_000

export type WaitingState = 'cancelled' | 'waiting' | 'being made' | 'needs value'

/** The page of a draw whose terms are locked and that is not made, or never will be. */
export async function readWaitingDraw(eventId: string, draw: number) {
  const locking = Number.isSafeInteger(draw) ? await findLocking(eventId, draw) : undefined
  if (!locking || locking.isDrawn) return undefined
  const { isDrawn: _, valuedAt: _1, pins, roll, ...facts } = locking
  return {
    ...facts,
    commitment: commitmentOf(locking.secret),
    state: stateOf(locking, Date.now()),
    pins: [...pins],
    entries: roll.split('\n').length - 1,
    roundAddress: addressOfRound(locking.source),
    plan: planOf(locking.source, (await findChoice(eventId, draw))?.publicValueSource),
    witnesses: await readWitnesses(eventId, draw),
  }
}

export type WaitingDraw = NonNullable<Awaited<ReturnType<typeof readWaitingDraw>>>

function stateOf(
  { cancelledAt, publicValue, knownAt, source }: Locking,
  now: number,
): WaitingState {
  if (cancelledAt !== null) return 'cancelled'
  if (publicValue !== null) return 'being made'
  const since = now - (knownAt ?? 0)
  if (since < 0) return 'waiting'
  const isFetched = source.kind === 'drand' && settings().BEACON_URL !== ''
  return isFetched && since < PATIENCE ? 'being made' : 'needs value'
}

/** Where anybody can read the round, whatever relay this server asks. */
export function addressOfRound(source: Source): string | null {
  if (source.kind !== 'drand') return null
  return `https://api.drand.sh/${source.chainHash}/public/${source.round}`
}

/** What was planned before requests closed, where the terms may differ from it. */
function planOf(source: Source, planned: string | null | undefined): string | null {
  if (!planned || (source.kind === 'numbers' && source.text === planned)) return null
  return planned
}

const lockingOfQuery = keptQuery(reads =>
  reads
    .select({
      lockedAt: lockings.lockedAt,
      lockedByName: lockings.lockedByName,
      knownAt: lockings.knownAt,
      planned: sql<string | null>`(SELECT public_value_source FROM rule_choices
        WHERE rule_choices.event_id = lockings.event_id AND rule_choices.draw = lockings.draw
        ORDER BY id DESC LIMIT 1)`,
    })
    .from(lockings)
    .where(
      and(
        eq(lockings.eventId, sql.placeholder('eventId')),
        eq(lockings.draw, sql.placeholder('draw')),
      ),
    )
    .prepare(),
)

/** How a draw that was made came by its terms; undefined for one of version 1. */
export async function findLockingOf(eventId: string, draw: number) {
  return lockingOfQuery().get({ eventId, draw })
}

/** @param source as a document has it */
export function describeSource(source: string | null, planned: string | null | undefined) {
  const parsed = parseSource(source ?? '-')
  return { source: parsed, roundAddress: addressOfRound(parsed), plan: planOf(parsed, planned) }
}

/** For the public log; the last one first, and only the columns that it shows. */
export async function listLockingsInLog(eventId: string) {
  const { draw, lockedAt, lockedByName, knownAt, cancelledAt, cancelledByName, cancelReason } =
    lockings
  return db()
    .select({ draw, lockedAt, lockedByName, knownAt, cancelledAt, cancelledByName, cancelReason })
    .from(lockings)
    .where(eq(lockings.eventId, eventId))
    .orderBy(desc(lockings.draw))
}

export type LoggedLocking = Awaited<ReturnType<typeof listLockingsInLog>>[number]

/** In seconds, from a locking to its draw. */
export function leastWait(): number {
  return theBeacon().leastSeconds
}
