import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { giveBack } from '#app/models/after/member.server.ts'
import { sqlWasHandedOver } from '#app/models/events/holders.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser, viewerOf } from '#app/testing/factories.ts'
import { heldEvent, moveTickets, ticketCodeOf } from '#app/testing/hands.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, holders, standings } from '#db/schema.ts'
import { countPeople } from './counting.server.ts'
import { findDoor } from './door.server.ts'
import { addDoorHelper, findHelpersNamed, removeDoorHelper } from './door-helpers.server.ts'
import { findByDoorCode, findDoorList } from './door-list.server.ts'

testDatabase()

const HOUR = 3_600_000
let owner: Awaited<ReturnType<typeof createUser>>
beforeEach(async () => {
  owner = await createUser({ role: 'organizer', name: 'Olga' })
})

async function evening(startsAt = Date.now() + HOUR) {
  const people = [
    { name: 'Zoë Müller', holding: 2 },
    { name: 'Ben', holding: 1 },
    { name: 'Lou', holding: 0 },
  ]
  const made = await heldEvent(people, { ownerId: owner.id, startsAt })
  const [zoe, ben, lou] = made.users as [(typeof made.users)[0], ...typeof made.users]
  const count = (n: number, seen: number, over?: number, who = owner) =>
    countPeople(viewerOf(who), made.event.id, { userId: zoe.id, count: n, seen, over })
  const here = async () =>
    (await db().select().from(holders).where(eq(holders.userId, zoe.id)))[0]?.came
  const door = async (who = owner) => findDoor(viewerOf(who), made.event.id)
  return { ...made, zoe, ben: ben ?? zoe, lou: lou ?? zoe, count, here, door }
}

describe('counting people at the door', () => {
  test('sets the count, audited, and counts as handed over', async () => {
    const { event, zoe, count, here } = await evening()
    expect((await count(2, 0)).refusal).toBeUndefined()
    expect(await here()).toBe(2)
    const [entry] = await db().select().from(auditEntries)
    expect(entry).toMatchObject({
      ...{ action: 'door.counted', subjectId: zoe.id, actorName: 'Olga', eventId: event.id },
      ...{ before: '{"here":0}', after: '{"here":2}' },
    })
    const is = await db().get<{ is: number }>(
      sql`SELECT ${sqlWasHandedOver(event.id, zoe.id)} AS "is"`,
    )
    expect(is?.is).toBe(1)
  })

  test('writes nothing where another count is there than the page showed', async () => {
    const { count, here } = await evening()
    await count(1, 0)
    expect((await count(2, 0)).refusal).toBe('changed')
    expect((await count(1, 0)).refusal).toBe('changed')
    expect([await here(), await db().$count(auditEntries)]).toEqual([1, 1])
    expect((await count(1, 1)).refusal).toBeUndefined()
    expect(await db().$count(auditEntries)).toBe(1)
  })

  test('by two helpers at once: one is written, the other is told', async () => {
    const { event, count, here } = await evening()
    const helpers = await Promise.all([createUser({ name: 'A' }), createUser({ name: 'B' })])
    for (const { id } of helpers) await addDoorHelper(viewerOf(owner), event.id, id)
    const before = await db().$count(auditEntries)
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, press) =>
        count(1 + (press % 2), 0, undefined, helpers[press % 2]),
      ),
    )
    expect(done.filter(({ refusal }) => refusal === undefined)).toHaveLength(1)
    expect(done.filter(({ refusal }) => refusal === 'changed')).toHaveLength(19)
    expect([await here(), (await db().$count(auditEntries)) - before]).toEqual([1, 1])
  })

  test('while they are given back: either they are gone, or stay with who came', async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const { event, zoe, count, here } = await evening()
      const back = () => giveBack(viewerOf(zoe), event.id, { tickets: 2, seen: 2 })
      const presses = [() => count(1, 0), back]
      const done = await Promise.all((turn % 2 ? presses : presses.reverse()).map(act => act()))
      const refusals = done.map(({ refusal }) => refusal)
      const [standing] = await db().select().from(standings).where(eq(standings.userId, zoe.id))
      expect([
        ['handed-over', undefined, 1, 2],
        ['void', undefined, 0, 0],
      ]).toContainEqual([...refusals.toSorted(), ...[await here(), standing?.holding]])
    }
  })

  test('asks once more for more people than tickets, of those that it named', async () => {
    const { count, here, finalizationId } = await evening()
    expect((await count(3, 0)).refusal).toBe('over')
    expect((await count(3, 0, 1)).refusal).toBe('over')
    expect((await count(3, 0, 2)).refusal).toBeUndefined()
    await moveTickets(finalizationId, { kind: 'recalled', place: 1, tickets: 1 })
    expect((await count(4, 3, 2)).refusal).toBe('over')
    expect((await count(2, 3)).refusal).toBeUndefined()
    expect(await here()).toBe(2)
  })

  test('is refused for who holds nothing, and once the event is cancelled', async () => {
    const { event, lou, count, finalizationId } = await evening()
    const ofLou = { userId: lou.id, count: 1, seen: 0, over: undefined }
    expect((await countPeople(viewerOf(owner), event.id, ofLou)).refusal).toBe('void')
    await moveTickets(finalizationId, { kind: 'returned', place: 1, tickets: 2 })
    expect((await count(1, 0)).refusal).toBe('void')
    await moveTickets(finalizationId, { kind: 'given', place: 1, tickets: 2 })
    await write([sql`UPDATE events SET cancelled_at = 1 WHERE id = ${event.id}`])
    expect((await count(1, 0)).refusal).toBe('void')
  })
})

describe('a door helper', () => {
  test.each([
    ['seven hours before', 7, false],
    ['five hours before', 5, true],
    ['five hours after', -5, true],
    ['seven hours after', -7, false],
  ])('sees and counts %s the start: %s', async (_, hours, works) => {
    const { event, zoe, count, door } = await evening(Date.now() + hours * HOUR)
    const helper = await createUser({ name: 'Hal' })
    expect(await door(helper)).toBeUndefined()
    await addDoorHelper(viewerOf(owner), event.id, helper.id)
    expect((await door(helper)) !== undefined).toBe(works)
    expect((await count(1, 0, undefined, helper)).refusal).toBe(works ? undefined : 'not-found')
    expect(await door()).toBeDefined()
    await removeDoorHelper(viewerOf(owner), event.id, helper.id)
    expect(await door(helper)).toBeUndefined()
    expect((await count(2, works ? 1 : 0, undefined, helper)).refusal).toBe('not-found')
    expect(zoe.name).toBe('Zoë Müller')
  })

  test('works no longer once deactivated, and other organizers never do', async () => {
    const { event, count, door } = await evening()
    const helper = await createUser({ name: 'Hal' })
    const other = await createUser({ role: 'organizer' })
    await addDoorHelper(viewerOf(owner), event.id, helper.id)
    await write([sql`UPDATE users SET deactivated_at = 1 WHERE id = ${helper.id}`])
    expect((await count(1, 0, undefined, helper)).refusal).toBe('not-found')
    expect((await count(1, 0, undefined, other)).refusal).toBe('not-found')
    expect(await door(other)).toBeUndefined()
  })

  test('is added once, by the organizer alone, audited, and found by name or address', async () => {
    const { event } = await evening()
    const helper = await createUser({ name: 'Hál Óg', email: 'hal@example.org' })
    const add = (who = owner) => addDoorHelper(viewerOf(who), event.id, helper.id)
    expect((await add(helper)).refusal).toBe('not-found')
    expect((await Promise.all([add(), add()])).map(done => done.refusal).sort()).toEqual([
      'same',
      undefined,
    ])
    expect((await db().select().from(auditEntries)).map(({ action }) => action)).toEqual([
      'event.door-helper-added',
    ])
    for (const text of ['hal og', 'Hál Óg', 'HAL@example.org'])
      expect([text, (await findHelpersNamed(text)).map(each => each.userId)]).toEqual([
        text,
        [helper.id],
      ])
    expect(await findHelpersNamed('hal')).toEqual([])
    await createUser({ name: 'Hal Og' })
    expect(await findHelpersNamed('hal og')).toHaveLength(2)
  })
})

describe('the door list', () => {
  async function list(door: Awaited<ReturnType<typeof findDoor>>, search = '') {
    if (!door) throw new Error('no door')
    return findDoorList(door, { search, page: 1 })
  }

  test('has who holds tickets, and finds them by their names and their guests’', async () => {
    const { event, zoe, door } = await evening()
    await write([
      sql`UPDATE holders SET guest_names = '["Änne Day"]' WHERE event_id = ${event.id} AND user_id = ${zoe.id}`,
    ])
    const all = await list(await door())
    expect(all).toMatchObject({ people: 2, tickets: 3, here: 0, place: { n: 0 } })
    expect(all.holders.map(({ name }) => name)).toEqual(['Ben', 'Zoë Müller'])
    for (const [search, names] of [
      ['muller', ['Zoë Müller']],
      ['änne', ['Zoë Müller']],
      ['ben', ['Ben']],
      ['lou', []],
      ['%', []],
    ] as const)
      expect([search, (await list(await door(), search)).holders.map(h => h.name)]).toEqual([
        search,
        names,
      ])
  })

  test('shows a number that changed after it was counted', async () => {
    const { count, door, finalizationId } = await evening()
    await count(2, 0)
    expect((await list(await door())).holders[1]).toMatchObject({ came: 2, hasChanged: false })
    const at = (Math.floor(Date.now() / 1000) + 1) * 1000
    await moveTickets(finalizationId, { kind: 'given', place: 1, tickets: 1, at })
    expect((await list(await door())).holders[1]).toMatchObject({ holding: 3, hasChanged: true })
  })

  test('opens a ticket by its code until its person holds nothing', async () => {
    const { zoe, door, finalizationId } = await evening()
    const open = async (code: string) => {
      const at = await door()
      return at && (await findByDoorCode(at, code))?.name
    }
    expect(await open(ticketCodeOf(zoe.id))).toBe('Zoë Müller')
    expect(await open('0'.repeat(32))).toBeUndefined()
    await moveTickets(finalizationId, { kind: 'returned', place: 1, tickets: 2 })
    expect(await open(ticketCodeOf(zoe.id))).toBeUndefined()
  })
})
