import { sql } from 'drizzle-orm'
import { isWaiting, type PersonAfter } from '#app/allocation/after/standing.ts'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { nameContains } from '#app/values/search/search.ts'
import { listSizes } from '#app/values/size.ts'
import { sayInstant } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { users } from '#db/schema.ts'
import { Batch } from '../batch.ts'
import { listDue } from '../due.ts'
import { hasStarted, type Live } from '../live.ts'
import { readLive } from '../read.server.ts'
import { sayWhere } from './say-line.ts'

export const LINE_PAGE_SIZE = 50
/** People offered in a choice; with more of them, search by name. */
const OFFERED = 300

/** An event's line as an organizer sees it, with what fell due counted and not written; undefined if undecided. */
export async function findLine(event: ManagedEvent, q: string) {
  const live = await readLive(event.id)
  if (!live) return undefined
  const { n } = live
  const isDue = countDue(live)
  const { after, holders } = live
  const names = await readNames(live)
  const matching = q === '' ? undefined : await findMatching(event.id, q)
  const inSequence = [...after.people.values()].toSorted(byTurn)
  const places = new Map(inSequence.filter(isWaiting).map(({ code }, index) => [code, index + 1]))
  const people = inSequence
    .filter(({ code }) => !matching || matching.has(holders.get(code)?.userId ?? ''))
    .map(person => ({
      code: person.code,
      name: names.get(holders.get(person.code)?.userId ?? '') ?? 'Erased person',
      isActive: holders.get(person.code)?.isActive ?? false,
      holding: person.holding,
      sizes: listSizes(person.sizes),
      where: sayWhere(person, places.get(person.code), event.timeZone),
    }))
  return {
    figures: figuresOf(live, places.size),
    people,
    choices: people.slice(0, OFFERED).map(({ code, name, holding }) => ({ code, name, holding })),
    isMore: people.length > OFFERED,
    isDue,
    offersTickets: live.offersTickets,
    isLastCall: after.lastCallUntil !== null && !hasStarted(live),
    hasStarted: hasStarted(live),
    isCancelled: live.event.cancelledAt !== null,
    asOf: n === 0 ? null : { n, when: sayInstant(after.at * 1000, event.timeZone) },
  }
}

/** A page counts what fell due as if it were written, and writes nothing. */
function countDue(live: Live): boolean {
  const due = listDue(live)
  if (due.length === 0) return false
  const batch = new Batch(live)
  for (const each of due) each.write(batch)
  batch.close()
  return true
}

function figuresOf({ event, after }: Live, waiting: number) {
  const all = [...after.people.values()]
  const sum = (of: (each: PersonAfter) => number) =>
    all.reduce((total, each) => total + of(each), 0)
  return {
    total: event.totalTickets,
    held: sum(({ holding }) => holding),
    offered: sum(({ offer }) => offer?.tickets ?? 0),
    heldBack: event.heldBack,
    free: Math.max(0, after.free),
    waiting,
  }
}

/** As a dealing asks: who holds none first, then by level, then by place. */
function byTurn(a: PersonAfter, b: PersonAfter): number {
  return Number(a.holding > 0) - Number(b.holding > 0) || a.level - b.level || a.place - b.place
}

async function readNames({ finalizationId }: Live): Promise<Map<string, string>> {
  const rows = await db().all<{ id: string; name: string }>(sql`
    SELECT users.id, users.name FROM users JOIN standings ON standings.user_id = users.id
    WHERE standings.finalization_id = ${finalizationId}`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function findMatching(eventId: string, q: string): Promise<Set<string>> {
  const rows = await db().all<{ id: string }>(sql`
    SELECT users.id FROM users JOIN standings ON standings.user_id = users.id
    WHERE standings.event_id = ${eventId} AND ${nameContains(q, users)}`)
  return new Set(rows.map(({ id }) => id))
}
