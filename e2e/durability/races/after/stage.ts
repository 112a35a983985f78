import { sql } from 'drizzle-orm'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { createPerson, newSession } from '../../../http/person.ts'

export type Racer = Awaited<ReturnType<typeof seedRacer>>
/** People who press at once, in one event after the other. */
export type Troupe = { organizers: Racer[]; members: Racer[] }
export type Scene = { eventId: string; troupe: Troupe }

const HOUR = 3_600_000
const YEAR = 365 * 24 * HOUR
const MEMBERS = 12
/** The others can join later. */
const ASKING = 10
const DEVICES = 2
const SIZES = ['4,2,1', '2,1', '3,1']

export const WAVE_HOURS = 72

/** @param atOnce events of one wave; each wave is WAVE_HOURS after the one before it */
export async function seedScenes(count: number, atOnce: number): Promise<Scene[]> {
  const troupes: Troupe[] = []
  while (troupes.length < Math.min(atOnce, count)) troupes.push(await seedTroupe())
  const scenes: Scene[] = []
  for (let at = 0; at < count; at += 1) {
    const troupe = troupes[at % atOnce] as Troupe
    // One of each wave is soon in its last call.
    const ahead = at % atOnce === 1 ? 7 : 26 + ((at * 11) % 44)
    const starts = ahead + WAVE_HOURS * Math.floor(at / atOnce)
    scenes.push({ troupe, eventId: await seedEvent(troupe, Date.now() + starts * HOUR) })
  }
  // The clock of the server goes on for weeks.
  await write([
    sql`UPDATE sessions SET is_remembered = 1, idle_ends_at = idle_ends_at + ${YEAR}, ends_at = ends_at + ${YEAR}`,
  ])
  return scenes
}

async function seedTroupe(): Promise<Troupe> {
  const organizers = [await seedRacer('organizer'), await seedRacer('admin')]
  const members: Racer[] = []
  while (members.length < MEMBERS) members.push(await seedRacer('member'))
  return { organizers, members }
}

/** A session for each device: the door makes requests of one session take turns, which would end the race. */
async function seedRacer(role: 'organizer' | 'admin' | 'member') {
  const person = await createPerson({ role })
  const cookies = [person.cookie]
  while (cookies.length < DEVICES) cookies.push(await newSession(person))
  return { ...person, cookies }
}

async function seedEvent({ organizers, members }: Troupe, startsAt: number): Promise<string> {
  const event = await createEvent({
    ownerId: organizers[0]?.id ?? '',
    closedAt: Date.now(),
    startsAt,
    totalTickets: 14,
    offerHours: 6,
  })
  for (const [at, { id: userId }] of members.slice(0, ASKING).entries()) {
    const asked = { sizes: SIZES[at % 3] ?? '1', draftAmount: at % 2 === 0 ? 2 : 0, raisedAt: at }
    await createRequest({ eventId: event.id, userId, ...asked })
  }
  await write(stepsToSeal(event.id))
  return event.id
}
