import { createClient, type InStatement } from '@libsql/client'
import { searchName } from '#app/values/search/search.ts'
import type { Someone } from './people.ts'

const HOUR = 3_600_000
let number = 0

/** "4,2,1" asks for "4, or else 2, or else 1". */
export type Ask = { person: Someone; sizes: string }
type EventOptions = {
  name: string
  owner: Someone
  tickets: number
  asks?: Ask[]
  isClosed?: boolean
}

export async function addEvent(database: string, options: EventOptions): Promise<string> {
  const { name, owner, tickets, asks = [], isClosed = false } = options
  number += 1
  const id = `e2e${Date.now().toString(36)}e${number}`
  const now = Date.now()
  const client = createClient({ url: `file:${database}`, timeout: 5000 })
  const event: InStatement = {
    sql: `INSERT INTO events (id, name, search_name, starts_at, time_zone, place, total_tickets, opens_at, closes_at, closed_at, owner_id, created_at)
      VALUES (?, ?, ?, ?, 'Europe/Berlin', 'Town hall', ?, ?, ?, ?, ?, ?)`,
    args: [
      ...[id, name, searchName(name), now + 336 * HOUR, tickets, now - HOUR, now + 168 * HOUR],
      ...[isClosed ? now - 1000 : null, owner.id, now - HOUR],
    ],
  }
  await client.batch([event, ...asks.flatMap((ask, index) => rowsOf(id, ask, index))], 'write')
  client.close()
  return `/events/${id}`
}

/** As if they had asked just now. @param address as `addEvent` returns it */
export async function addRequests(database: string, address: string, asks: Ask[]): Promise<void> {
  const eventId = address.replace('/events/', '')
  const client = createClient({ url: `file:${database}`, timeout: 5000 })
  await client.batch(
    asks.flatMap((ask, index) => rowsOf(eventId, ask, index)),
    'write',
  )
  client.close()
}

function rowsOf(eventId: string, { person, sizes }: Ask, index: number): InStatement[] {
  const at = Date.now() - 60_000 + index
  return [
    {
      sql: `INSERT INTO requests (id, event_id, user_id, sizes, created_at, changed_at, raised_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)`,
      args: [`${eventId}r${index}`, eventId, person.id, sizes, at, at, at],
    },
    {
      sql: 'INSERT INTO entry_codes (event_id, user_id, code) VALUES (?, ?, ?)',
      args: [eventId, person.id, `code${String(index).padStart(6, '0')}`],
    },
  ]
}

type Held = { person: Someone; holding: number; doorCode: string }

/** Finalizes the event as if just now, with a log that has no line yet. @param address as `addEvent` returns it */
export async function addHoldings(database: string, address: string, held: Held[]): Promise<void> {
  const eventId = address.replace('/events/', '')
  const id = `${eventId}f`
  const now = Math.floor(Date.now() / 1000) * 1000
  const client = createClient({ url: `file:${database}`, timeout: 5000 })
  await client.batch(
    [
      {
        sql: `INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail) VALUES (?, ?, 1, ?, 0)`,
        args: [id, eventId, now],
      },
      {
        sql: 'UPDATE events SET closed_at = ?, finalized_at = ?, starts_at = ? WHERE id = ?',
        args: [now - 1000, now, now + HOUR, eventId],
      },
      ...held.flatMap((each, index) => stepsToHold(eventId, id, each, index + 1)),
      {
        sql: `INSERT INTO after_states (finalization_id, event_id, n, start_head, head, at, free, next_place, offers_tickets)
          SELECT ?1, id, 0, ?2, ?2, ?3, total_tickets - held_back -
            (SELECT sum(holding) FROM standings WHERE finalization_id = ?1), ?4, 1 FROM events WHERE id = ?5`,
        args: [id, '0'.repeat(64), now, held.length + 1, eventId],
      },
    ],
    'write',
  )
  client.close()
}

function stepsToHold(
  eventId: string,
  finalizationId: string,
  { person, holding, doorCode }: Held,
  place: number,
): InStatement[] {
  return [
    {
      sql: `INSERT INTO standings (finalization_id, code, event_id, user_id, sizes, decided, holding, place,
          is_willing, has_left, was_skipped, was_set_to_none) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, 0)`,
      args: [
        ...[finalizationId, `code${place}`, eventId, person.id, String(holding), holding],
        ...[holding, place],
      ],
    },
    {
      sql: 'INSERT INTO holders (event_id, user_id, door_code) VALUES (?, ?, ?)',
      args: [eventId, person.id, doorCode],
    },
  ]
}
