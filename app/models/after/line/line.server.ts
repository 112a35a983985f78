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
import type { LineShow } from './input.ts'
import { sayWhere } from './say-line.ts'

export const LINE_PAGE_SIZE = 20
/** People offered in a choice; with more of them, search by name. */
const OFFERED = 300

type View = { q: string; show: LineShow }

/** An event's line as an organizer sees it, with what fell due counted and not written; undefined if undecided. */
export async function findLine(event: ManagedEvent, { q, show }: View) {
  const found = await readLine(event, q)
  if (!found) return undefined
  const { live, isDue, people } = found
  const { after, n } = live
  const waiting = people.filter(({ place }) => place !== undefined).length
  return {
    figures: figuresOf(live, waiting),
    people: people.filter(each => each.isFound && SHOWN[show](each)),
    unconfirmed: countUnconfirmed(live),
    isDue,
    offersTickets: live.offersTickets,
    isLastCall: after.lastCallUntil !== null && !hasStarted(live),
    hasStarted: hasStarted(live),
    isCancelled: live.event.cancelledAt !== null,
    asOf: n === 0 ? null : { n, when: sayInstant(after.at * 1000, event.timeZone) },
  }
}

/** For the choices of a form, by name. */
export async function findLineChoices(event: ManagedEvent, q: string, chosen: string) {
  const found = await readLine(event, q)
  if (!found) return undefined
  const { live, people } = found
  const byName = people
    .filter(({ isFound, code }) => isFound || code === chosen)
    .toSorted((a, b) => a.name.localeCompare(b.name))
  const first = byName.slice(0, OFFERED)
  const other = byName.slice(OFFERED).find(({ code }) => code === chosen)
  return {
    choices: other ? [other, ...first] : first,
    isMore: byName.length > OFFERED,
    isCancelled: live.event.cancelledAt !== null,
    hasStarted: hasStarted(live),
    heldBack: live.event.heldBack,
    free: Math.max(0, live.after.free),
  }
}

type InLine = { holding: number; offered: boolean; place: number | undefined }

const SHOWN: Record<LineShow, (person: InLine) => boolean> = {
  waiting: ({ place, offered }) => place !== undefined || offered,
  offered: ({ offered }) => offered,
  holding: ({ holding }) => holding > 0,
  all: () => true,
}

async function readLine(event: ManagedEvent, q: string) {
  const live = await readLive(event.id)
  if (!live) return undefined
  const isDue = countDue(live)
  const { after, holders } = live
  const names = await readNames(live, q)
  const inSequence = [...after.people.values()].toSorted(byTurn)
  const places = new Map(inSequence.filter(isWaiting).map(({ code }, index) => [code, index + 1]))
  const people = inSequence.map(person => {
    const holder = holders.get(person.code)
    const known = names.get(holder?.userId ?? '')
    const place = places.get(person.code)
    return {
      code: person.code,
      name: known?.name ?? 'Erased person',
      isFound: known ? known.isFound === 1 : q === '',
      isActive: holder?.isActive ?? false,
      holding: person.holding,
      offered: person.offer !== null,
      place,
      sizes: listSizes(person.sizes),
      where: sayWhere(person, place, event.timeZone),
    }
  })
  return { live, isDue, people }
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

/** Who would lose their tickets at "confirm by", where it releases them. */
function countUnconfirmed({ after, holders }: Live): number {
  return [...after.people.values()].filter(({ code, holding }) => {
    const holder = holders.get(code)
    if (holding === 0 || !holder) return false
    return !holder.isConfirmed && !holder.wasGiven && !holder.wasHandedOver
  }).length
}

type Named = { id: string; name: string; isFound: number }

async function readNames({ finalizationId }: Live, q: string): Promise<Map<string, Named>> {
  const rows = await db().all<Named>(sql`
    SELECT users.id, users.name, ${q === '' ? sql`1` : nameContains(q, users)} AS isFound
    FROM users JOIN standings ON standings.user_id = users.id
    WHERE standings.finalization_id = ${finalizationId}`)
  return new Map(rows.map(row => [row.id, row]))
}
