import { sql } from 'drizzle-orm'
import { sayInstant } from '#app/values/time.ts'
import { db } from '#db/client.ts'

type Facts = Record<string, unknown>
type Line = { actorName: string; action: string; before: string | null; after: string | null }

export async function changesSince(eventId: string, version: number): Promise<string[]> {
  const lines = await db().all<Line>(sql`
    SELECT actor_name AS actorName, action, before, after FROM audit_entries
    WHERE subject = 'event' AND subject_id = ${eventId} AND json_extract(after, '$.version') > ${version}
    ORDER BY id LIMIT 20`)
  return lines.map(line => {
    const before: Facts = JSON.parse(line.before ?? '{}')
    const after: Facts = JSON.parse(line.after ?? '{}')
    const who = line.actorName || 'The program'
    const what = line.action === 'event.changed' ? differences(before, after).join('; ') : ''
    return what ? `${who} changed ${what}.` : `${who}: ${line.action.replace('event.', 'event ')}.`
  })
}

const labels: Record<string, string> = {
  name: 'the name',
  startsAt: 'the start',
  timeZone: 'the time zone',
  place: 'the place',
  totalTickets: 'the total of tickets',
  mostPerRequest: 'the most per request',
  notes: 'the notes',
  opensAt: 'when requests open',
  closesAt: 'when requests close',
  ownerId: 'the owner',
  howToGet: 'how to get the tickets',
  offerHours: 'the hours that an offer lasts',
  offersEndHours: 'how many hours before the start offers end',
  confirmBy: 'when people must confirm by',
  releasesUnconfirmed: 'whether unconfirmed tickets are released',
  asksGuestNames: 'whether guest names are asked for',
  guestNamesUntil: 'until when guest names can change',
}

/** Named without their texts. */
const UNTOLD = new Set(['ownerId', 'notes', 'howToGet'])

function differences(before: Facts, after: Facts): string[] {
  return Object.entries(labels)
    .filter(([name]) => before[name] !== after[name])
    .map(([name, label]) => {
      if (UNTOLD.has(name)) return label
      return `${label} from ${say(name, before)} to ${say(name, after)}`
    })
}

function say(name: string, facts: Facts): string {
  const value = facts[name]
  if (value === null || value === undefined || value === '') return '(nothing)'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (/(At|By|Until)$/.test(name)) return sayInstant(Number(value), String(facts.timeZone))
  return typeof value === 'number' ? String(value) : `“${value}”`
}
