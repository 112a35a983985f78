import { eq } from 'drizzle-orm'
import { lockTerms } from '#app/models/draw/locking/lock.server.ts'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { issueToken } from '#app/models/sign-in/links/token.server.ts'
import { drawnEvent, sealedEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { heldEvent, ticketCodeOf } from '#app/testing/hands.ts'
import { eventWithStandings } from '#app/testing/standings.ts'
import { newId } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { afterStates, finalizations, offers, results } from '#db/schema.ts'
import { createPerson, type Person } from '../person.ts'

/** Many of each, since an accepted form uses its event up. */
const MANY = 25
const HOUR = 3_600_000

type Ids = Record<string, string>

/** Everything that a form can be about, by the state in which its page offers the form. */
export async function seedForForms() {
  const admin = await createPerson({ role: 'admin', name: 'Ada' })
  const member = await createPerson({ name: 'Mia' })
  const other = await createPerson({ name: 'Max' })
  const ownerId = admin.id
  const many = async (make: () => Promise<Ids>, count = MANY) => {
    const made: Ids[] = []
    for (let number = 0; number < count; number += 1) made.push(await make())
    return made
  }
  const withRequests = async (event: object, draftAmount: number | null = null) => {
    const { id: eventId } = await createEvent({ ownerId, ...event })
    const mine = { eventId, userId: member.id, draftAmount }
    const { id: requestId } = await createRequest(mine)
    const loses = draftAmount === null ? null : 0
    await createRequest({ eventId, userId: other.id, draftAmount: loses, sizes: '4,2' })
    await write(stepsToSeal(eventId))
    return { eventId, requestId }
  }
  const closed = { closedAt: Date.now() }
  const emptyEvent = async (event: object = {}) => {
    const { id: eventId } = await createEvent({ ownerId, ...event })
    await write(stepsToSeal(eventId))
    return { eventId }
  }
  const finalized = async () => {
    const ids = await withRequests({ ...closed, finalizedAt: Date.now() }, 2)
    await write(finalizing(ids.eventId, ids.requestId))
    return ids
  }
  return {
    ...{ admin, member, other },
    pools: {
      open: await many(() => withRequests({})),
      closed: await many(() => withRequests(closed)),
      decided: await many(() => withRequests(closed, 2)),
      finalized: await many(finalized),
      held: await many(async () => {
        const facts = { ownerId, asksGuestNames: true, confirmBy: Date.now() + 96 * HOUR }
        const people = [{ userId: member.id, holding: 3 }]
        return { eventId: (await eventWithStandings(people, facts)).event.id }
      }),
      empty: await many(() => emptyEvent()),
      draft: await many(() => emptyEvent({ opensAt: null }), 50),
      drawn: await many(async () => ({ eventId: (await drawnEvent(['2,1', '1'])).event.id }), 40),
      locked: await many(() => locked(admin), 40),
      coming: await many(() => coming(ownerId)),
      crowded: await many(() => coming(ownerId, 20)),
      ...(await afterPools(many, ownerId, member.id)),
      people: await many(async () => ({ userId: (await createPerson()).id })),
      tokens: await many(tokens),
      nothing: [{}] as Ids[],
    },
    takenEmail: other.email,
  }
}

async function coming(ownerId: string, holding = 2) {
  const { event, users } = await heldEvent([{ name: 'Holder', holding }], { ownerId })
  return { eventId: event.id, code: ticketCodeOf(users[0]?.id ?? '') }
}

type Many = (make: () => Promise<Ids>) => Promise<Ids[]>

/** Decided events, by what the member can do after the decision. */
async function afterPools(many: Many, ownerId: string, userId: string) {
  const one = { ownerId, totalTickets: 1 }
  const made = async (...wanted: Parameters<typeof eventWithStandings>) => {
    const { event } = await eventWithStandings(...wanted)
    return { eventId: event.id }
  }
  const waits = { userId, holding: 1, sizes: '4,2,1' }
  const startsAt = Date.now() + 2 * 3_600_000
  return {
    returning: await many(() => made([{ userId, holding: 9 }], { ownerId, totalTickets: 9 })),
    waiting: await many(() => made([waits], one)),
    lapsed: await many(() => made([{ ...waits, isWilling: false }], one)),
    joining: await many(() => made([{ holding: 1 }], one)),
    taking: await many(() => made([{ userId, holding: 0 }], { ownerId, startsAt })),
    offered: await many(() => offered(ownerId, userId)),
  }
}

async function offered(ownerId: string, userId: string): Promise<Ids> {
  const wanted = { ownerId, totalTickets: 2 }
  const { event, finalizationId, people } = await eventWithStandings(
    [{ userId, holding: 0 }],
    wanted,
  )
  const offerId = newId()
  const about = { id: offerId, finalizationId, eventId: event.id, userId, tickets: 2 }
  const now = Date.now()
  const times = { madeAt: now, beginsAt: now, untilAt: now + 86_400_000 }
  await write([
    db()
      .insert(offers)
      .values({ ...about, ...times, code: people[0]?.code ?? '' }),
    db().update(afterStates).set({ free: 0 }).where(eq(afterStates.finalizationId, finalizationId)),
  ])
  return { eventId: event.id, offerId }
}

async function locked(owner: Person) {
  const { event } = await sealedEvent(['2,1', '1'])
  const source = { kind: 'drand' as const, notBefore: null }
  const asked = { draw: 1, source, withMail: false }
  const { refusal } = await lockTerms(event.id, { ...owner, userId: owner.id }, asked)
  if (refusal) throw new Error(refusal)
  return { eventId: event.id, number: '1' }
}

function finalizing(eventId: string, requestId: string) {
  const id = newId()
  const row = {
    id,
    eventId,
    number: 1,
    finalizedAt: Date.now(),
    finalizedBy: null,
    withMail: false,
  }
  return [
    db().insert(finalizations).values(row),
    db().insert(results).values({ finalizationId: id, requestId, amount: 2 }),
  ]
}

async function tokens(): Promise<Ids> {
  const { id } = await createPerson()
  const [reset, link] = [issueToken('reset-password', id), issueToken('sign-in', id)]
  await write([...reset.steps, ...link.steps])
  return { reset: reset.token, link: link.token }
}
