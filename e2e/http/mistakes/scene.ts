import { createEvent, createRequest } from '#app/testing/factories.ts'
import { rawClient } from '#db/client.ts'
import { createPerson, type Site } from '../site.ts'

export type Scene = Awaited<ReturnType<typeof setScene>>
export type SceneSite = Site<Scene>
export type Played = { id: string; ann: string; bob: string }

/** An organizer, people who must not see too much, and one event per mistake, so that none disturbs another. */
export async function setScene() {
  const owner = await createPerson({ role: 'organizer', name: 'Olga Owner' })
  const otherOrganizer = await createPerson({ role: 'organizer', name: 'Otto Other' })
  const admin = await createPerson({ role: 'admin', name: 'Ada Admin' })
  const ann = await createPerson({ name: 'Ann' })
  const bob = await createPerson({ name: 'Bob' })
  const eventWith = async (name: string, overrides = {}, draft: (number | null)[] = []) => {
    const event = await createEvent({ ownerId: owner.id, closedAt: Date.now(), name, ...overrides })
    const ask = (person: { id: string }, sizes: string, draftAmount: number | null = null) =>
      createRequest({ eventId: event.id, userId: person.id, sizes, draftAmount, note: NOTE + name })
    const first = await ask(ann, '4,2', draft[0])
    const second = await ask(bob, '2,1', draft[1])
    return { id: event.id, ann: first.id, bob: second.id }
  }
  const withMany = { totalTickets: 1000, mostPerRequest: 40 }
  return {
    ...{ owner, otherOrganizer, admin, ann, bob },
    negative: await eventWith('Negative', { totalTickets: 5 }),
    raced: await eventWith('Raced', { totalTickets: 5 }),
    lowered: await eventWith('Lowered', {}, [4, 2]),
    reopened: await eventWith('Reopened'),
    arrived: await eventWith('Arrived'),
    cancelled: await eventWith('Cancelled', { cancelledAt: 1 }, [4, 2]),
    twice: await eventWith('Twice', {}, [4, 0]),
    again: await eventWith('Again', {}, [4, 2]),
    seen: await eventWith('Seen', { closedAt: null }),
    noted: await eventWith('Noted', {}, [4, 2]),
    drafted: await eventWith('Drafted', withMany, [23, null]),
    zero: await eventWith('Zero', {}, [0, null]),
    edited: await eventWith('Edited', { closedAt: null }),
  }
}

export const NOTE = 'Only for the organizer: '

/**
 * The same without any guard of the database: no batch refuses anything. What happens here proves that
 * the tests of the other site can fail.
 */
export async function setUnguardedScene() {
  const scene = await setScene()
  await rawClient().batch([
    'DROP TRIGGER refusals_abort',
    'CREATE TRIGGER refusals_abort INSTEAD OF INSERT ON refusals BEGIN SELECT 1; END',
    'DROP TRIGGER requests_draft_within_total',
    'DROP TRIGGER events_total_covers_given',
    'DROP TRIGGER events_finalize_only_closed',
    'DROP INDEX finalizations_one_in_force',
  ])
  return scene
}
