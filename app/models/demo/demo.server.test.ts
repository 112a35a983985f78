import { describe, expect, test } from 'vitest'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { verifyDraw } from '#app/allocation/document/verify.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { stateAt } from '#app/models/events/event.ts'
import { authenticate } from '#app/models/sign-in/sign-in.server.ts'
import { from } from '#app/testing/accounts.ts'
import { expectLogToHold } from '#app/testing/after.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createUser } from '#app/testing/factories.ts'
import { db, rawClient } from '#db/client.ts'
import { afterStates, draws, events, users } from '#db/schema.ts'
import { cast } from './cast.ts'
import { addDemo } from './demo.server.ts'
import { planSeason } from './season.ts'

testDatabase()

async function numbers(query: string): Promise<unknown[]> {
  const { rows } = await rawClient().execute(query)
  return Object.values({ ...rows[0] })
}

async function added() {
  const made = await addDemo(false)
  if (made.refusal !== undefined) throw new Error(made.refusal)
  return made
}

describe('the demo season', () => {
  test('has 60 members, three organizers, a dozen events and several hundred requests', async () => {
    const { counts } = await added()
    expect(counts).toMatchObject({ people: 64, events: 13 })
    expect(counts.requests).toBeGreaterThan(300)
    expect(
      await numbers("SELECT sum(role = 'member'), sum(role = 'organizer') FROM users"),
    ).toEqual([60, 3])
    expect(
      await numbers(
        "SELECT count(*) > 60, count(*) < (SELECT count(*) FROM requests) FROM requests WHERE note <> ''",
      ),
    ).toEqual([1, 1])
  })

  test('has events in every state, one of them closing within a day', async () => {
    await added()
    const now = Date.now()
    const all = await db().select().from(events)
    const states = all.map(event => stateAt({ ...event }, now))
    expect(new Set(states)).toEqual(new Set(['draft', 'open', 'closed', 'finalized', 'cancelled']))
    const soon = all.filter(e => stateAt(e, now) === 'open' && (e.closesAt ?? 0) < now + 86_400_000)
    expect(soon).toHaveLength(1)
    expect(
      await numbers(`SELECT (SELECT count(*) FROM finalizations WHERE undone_at IS NOT NULL),
        (SELECT count(DISTINCT event_id) FROM requests JOIN events ON events.id = event_id
          WHERE draft_amount IS NOT NULL AND finalized_at IS NULL)`),
    ).toEqual([1, 2])
  })

  test('never gives more than there is, or a size nobody asked for', async () => {
    await added()
    expect(
      await numbers(`SELECT count(*) FROM events WHERE total_tickets <
        (SELECT coalesce(sum(draft_amount), 0) FROM requests WHERE event_id = events.id)`),
    ).toEqual([0])
    expect(
      await numbers(`SELECT count(*) FROM results JOIN requests ON requests.id = request_id
        WHERE amount <> 0 AND instr(',' || sizes || ',', ',' || amount || ',') = 0`),
    ).toEqual([0])
  })

  test('has draws for decided events that anybody can verify', async () => {
    await added()
    const finalized = (await db().select().from(events)).filter(event => event.finalizedAt)
    expect(finalized).toHaveLength(6)
    for (const { id } of finalized) {
      const document = await findDrawDocument(id, 1)
      if (!document) throw new Error('no document')
      expect(verifyDraw(formatDrawDocument(document)).holds).toBe(true)
      expect(document.overrides).toEqual([])
    }
    // A loser of one draw has more tickets in the hat of a later one.
    const rolls = (await db().select().from(draws)).map(row => JSON.parse(row.document).roll)
    expect(rolls.filter(roll => /\|2\|/.test(roll)).length).toBeGreaterThan(1)
  })

  test('keeps every mail, so that none leaves', async () => {
    const { counts } = await added()
    expect(await numbers("SELECT sum(state = 'kept'), count(*) FROM mails")).toEqual([
      counts.mails,
      counts.mails,
    ])
  })

  test('gives everybody the printed password, hashed once', async () => {
    const { password } = await added()
    expect(
      await authenticate('nguyen.thi.mai@example.org', password, from('192.0.2.1')),
    ).toHaveProperty('userId')
    expect(await numbers('SELECT count(DISTINCT password_hash) FROM users')).toEqual([1])
  })

  test('adds an admin only where there is none', async () => {
    await createUser({ role: 'admin' })
    expect(await added()).toMatchObject({ withAdmin: false, counts: { people: 63 } })
    expect(await numbers("SELECT count(*) FROM users WHERE role = 'admin'")).toEqual([1])
  })

  test('is refused beside existing events, unless forced', async () => {
    await createEvent()
    expect(await addDemo(false)).toEqual({ refusal: 'has-events' })
    expect(await db().select().from(users)).toHaveLength(1)
    expect(await addDemo(true)).toMatchObject({ refusal: undefined })
    expect(await addDemo(true)).toMatchObject({ refusal: undefined, counts: { people: 0 } })
  })

  test('has returns, an offer in each state, a last call, and lists half ticked', async () => {
    await added()
    const states = await rawClient().execute('SELECT DISTINCT state FROM offers ORDER BY state')
    expect(states.rows.map(({ state }) => state)).toEqual([
      ...['accepted', 'declined', 'expired', 'open', 'withdrawn'],
    ])
    expect(
      await numbers(`SELECT (SELECT count(*) FROM after_states WHERE last_call_until IS NOT NULL AND free > 0),
        (SELECT count(*) > 2 FROM ticket_moves WHERE kind = 'returned'),
        (SELECT count(*) > 2 FROM holders WHERE handed_at IS NOT NULL),
        (SELECT sum(came > 0) > 30 AND sum(came = 0) > 5 FROM holders)`),
    ).toEqual([1, 1, 1, 1])
    for (const { eventId } of await db().select().from(afterStates)) await expectLogToHold(eventId)
  })
})

test('two seasons made on the same day differ only in ids', () => {
  const plan = () => {
    let number = 0
    const newId = () => `id-${number++}`
    const at = { now: 1_800_000_000_000, timeZone: 'Europe/Berlin' }
    return planSeason({ ...at, newId, withAdmin: true, known: new Map() })
  }
  expect(plan()).toEqual(plan())
})

test('everybody in the cast has their own address, in plain letters', () => {
  const addresses = cast.map(each => each.email)
  expect(new Set(addresses).size).toBe(cast.length)
  for (const address of addresses) expect(address).toMatch(/^[a-z]+([.-][a-z]+)+@example\.org$/)
})
