import { plainDraw } from '#app/allocation/plain-draw.ts'
import { formatSizes } from '#app/values/size.ts'
import { fromLocalDay, toLocalTime } from '#app/values/time.ts'
import type { events, finalizations, requests, results, users } from '#db/schema.ts'
import { askFor } from './asking.ts'
import { type Character, cast } from './cast.ts'
import { Chance } from './chance.ts'
import { type Evening, programme } from './programme.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

type UserRow = Omit<typeof users.$inferInsert, 'passwordHash'>
export type SeasonEvent = typeof events.$inferInsert
export type SeasonRequest = typeof requests.$inferInsert
export type Season = {
  users: UserRow[]
  events: SeasonEvent[]
  requests: SeasonRequest[]
  finalizations: (typeof finalizations.$inferInsert)[]
  results: (typeof results.$inferInsert)[]
}
export type SeasonOptions = {
  now: number
  timeZone: string
  newId: () => string
  withAdmin: boolean
  known: ReadonlyMap<string, string>
}

/** The same each time, but for ids and for dates, which are relative to today. */
export function planSeason(options: SeasonOptions): Season {
  const chance = new Chance(20_261_004)
  const season: Season = { users: [], events: [], requests: [], finalizations: [], results: [] }
  const people = cast.filter(each => each.role !== 'admin' || options.withAdmin)
  const ids = new Map(people.map(each => [each, place(each, season, options)]))
  const owners = people.filter(each => each.role === 'organizer').map(each => ids.get(each) ?? '')
  const members = people.filter(each => each.role === 'member')
  programme.forEach((evening, index) => {
    const event = scheduled(evening, owners[index % owners.length] ?? '', options)
    season.events.push(event)
    const askers = chance.shuffle(members).slice(0, evening.askers)
    const asked = askers.map(each => request(event, evening, ids.get(each) ?? '', chance, options))
    season.requests.push(...asked)
    decide(event, evening, asked, { season, chance, options })
  })
  return season
}

function place(character: Character, season: Season, options: SeasonOptions): string {
  const known = options.known.get(character.email)
  if (known) return known
  const { isActive, ...values } = character
  const id = options.newId()
  const createdAt = options.now - 200 * DAY + season.users.length * HOUR
  const deactivatedAt = isActive ? null : options.now - 3 * DAY
  const signedInAt = createdAt + DAY
  season.users.push({ id, ...values, createdAt, signedInAt, deactivatedAt })
  return id
}

function scheduled(evening: Evening, ownerId: string, options: SeasonOptions): SeasonEvent {
  const { now, timeZone } = options
  const { name, place: where, notes, tickets, mostPerRequest, course } = evening
  const startsAt = startOf(evening, options)
  const opensAt = Math.min(startsAt - 40 * DAY, now - 6 * DAY)
  const closesAt = {
    draft: startsAt - 7 * DAY,
    open: startsAt - 10 * DAY,
    'closing-soon': now + 20 * HOUR,
    closed: now - 5 * HOUR,
    drafted: now - 2 * DAY,
    unfinalized: now - 4 * DAY,
    finalized: Math.min(startsAt - 9 * DAY, now - 4 * DAY),
    cancelled: startsAt - 6 * DAY,
  }[course]
  return {
    id: options.newId(),
    name,
    startsAt,
    timeZone,
    place: where,
    totalTickets: tickets,
    notes,
    opensAt: course === 'draft' ? null : opensAt,
    closesAt,
    mostPerRequest,
    ownerId,
    closedAt: course === 'drafted' ? closesAt - 3 * HOUR : null,
    createdAt: opensAt - DAY,
    howToGet: course === 'finalized' ? 'Fetch them at the front desk, from 9:00 to 17:00.' : '',
    // Tomorrow's evening is in its last call.
    ...(startsAt > now && startsAt < now + 3 * DAY && { offersEndHours: 60 }),
    ...(course === 'cancelled' && {
      cancelledAt: startsAt - 2 * DAY,
      cancelReason: 'The comedian is ill, and no other evening could be found.',
    }),
  }
}

/** Counts days as the clocks of the time zone do. */
function startOf({ inDays, at }: Evening, { now, timeZone }: SeasonOptions): number {
  const { date } = toLocalTime(now + inDays * DAY, timeZone)
  return fromLocalDay({ date, time: at }, timeZone)
}

function request(
  event: SeasonEvent,
  evening: Evening,
  userId: string,
  chance: Chance,
  { now, newId }: SeasonOptions,
): SeasonRequest {
  const { sizes, note } = askFor(chance, evening.mostPerRequest)
  const opensAt = event.opensAt ?? now
  const last = Math.min(event.closedAt ?? event.closesAt ?? now, now)
  const at = Math.floor(opensAt + chance.next() * (last - opensAt))
  return {
    id: newId(),
    eventId: event.id,
    userId,
    sizes: formatSizes(sizes),
    note,
    createdAt: at,
    changedAt: at,
    raisedAt: at,
  }
}

type Workshop = { season: Season; chance: Chance; options: SeasonOptions }

/** For finalized events `drawPast` gives the tickets afterwards. */
function decide(
  event: SeasonEvent,
  { course }: Evening,
  asked: SeasonRequest[],
  shop: Workshop,
): void {
  if (course === 'finalized') finalize(event, course, asked, shop)
  if (course !== 'drafted' && course !== 'unfinalized') return
  const order = shop.chance.shuffle(asked)
  const lists = order.map(each => each.sizes.split(',').map(Number))
  const amounts = plainDraw(lists, event.totalTickets, course === 'unfinalized' ? 2 : null)
  order.forEach((each, index) => {
    each.draftAmount = amounts[index] ?? 0
  })
  if (course === 'drafted') for (const each of order.slice(-9)) each.draftAmount = null
  else finalize(event, course, asked, shop)
}

function finalize(
  event: SeasonEvent,
  course: 'finalized' | 'unfinalized',
  asked: SeasonRequest[],
  { season, options }: Workshop,
): void {
  const finalizedAt = (event.closesAt ?? options.now) + 20 * HOUR
  const finalizationId = options.newId()
  const undone = {
    undoneAt: finalizedAt + DAY,
    undoneBy: event.ownerId,
    undoReason: 'Two tickets were promised twice by the opera house.',
  }
  if (course === 'finalized') event.finalizedAt = finalizedAt
  season.finalizations.push({
    id: finalizationId,
    eventId: event.id,
    number: 1,
    finalizedAt,
    finalizedBy: event.ownerId,
    withMail: true,
    ...(course === 'unfinalized' && undone),
  })
  for (const { id, draftAmount } of asked)
    season.results.push({ finalizationId, requestId: id, amount: draftAmount ?? 0 })
}
