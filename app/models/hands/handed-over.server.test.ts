import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { sqlWasHandedOver } from '#app/models/events/holders.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser, managedBy, viewerOf } from '#app/testing/factories.ts'
import { heldEvent, moveTickets } from '#app/testing/hands.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, holders } from '#db/schema.ts'
import { markHandedOver } from './handed-over.server.ts'
import { eachWinner, findWinnersPage } from './winners.server.ts'

testDatabase()

let owner: Awaited<ReturnType<typeof createUser>>
beforeEach(async () => {
  owner = await createUser({ role: 'organizer', name: 'Olga' })
})

async function gala() {
  const people = [
    { name: 'Mia', holding: 2 },
    { name: 'Ben', holding: 1 },
    { name: 'Lou', holding: 0 },
  ]
  const made = await heldEvent(people, { ownerId: owner.id })
  const [mia, ben, lou] = made.users as [(typeof made.users)[0], ...typeof made.users]
  const seen = async () => managedBy(viewerOf(owner), made.event.id)
  const list = async (since: number | null = null) =>
    findWinnersPage(await seen(), { page: 1, since })
  const mark = (what: 'set' | 'clear', of: { id: string }, number: number) =>
    markHandedOver(viewerOf(owner), made.event.id, { what, userId: of.id, seen: number })
  return { ...made, mia, ben: ben ?? mia, lou: lou ?? mia, seen, list, mark }
}

const isHanded = async (eventId: string, userId: string) =>
  Boolean(
    (await db().get<{ is: number }>(sql`SELECT ${sqlWasHandedOver(eventId, userId)} AS "is"`))?.is,
  )

describe('who gets tickets', () => {
  test('is who holds some now, by name, with the last line of the log', async () => {
    const { list, finalizationId } = await gala()
    await moveTickets(finalizationId, { kind: 'returned', place: 1, tickets: 1 })
    const { winners, given, served, place } = await list()
    expect(winners.map(({ name, amount }) => `${name} ${amount}`)).toEqual(['Ben 1', 'Mia 1'])
    expect([given, served, place?.n]).toEqual([2, 2, 1])
    expect((place?.at ?? 0) % 1000).toBe(0)
  })

  test('tells a printed list what changed after its last line', async () => {
    const { list, finalizationId } = await gala()
    await moveTickets(finalizationId, { kind: 'returned', place: 1, tickets: 2 })
    await moveTickets(finalizationId, { kind: 'taken', place: 3, tickets: 2 })
    await moveTickets(finalizationId, { kind: 'given', place: 2, tickets: 1 })
    await moveTickets(finalizationId, { kind: 'lowered', place: 2, tickets: 1 })
    const changes = async (since: number) =>
      (await list(since)).winners.map(({ name, before, amount }) => `${name} ${before}>${amount}`)
    expect(await changes(0)).toEqual(['Lou 0>2', 'Mia 2>0'])
    expect(await changes(1)).toEqual(['Lou 0>2'])
    expect(await changes(3)).toEqual(['Ben 2>1'])
    expect(await changes(4)).toEqual([])
  })

  test('is the same in the file, with guests and who handed over', async () => {
    const { seen, event, mia, mark } = await gala()
    await write([
      sql`UPDATE holders SET guest_names = '["Ann","Bo"]' WHERE event_id = ${event.id} AND user_id = ${mia.id}`,
    ])
    await mark('set', mia, 2)
    const rows = []
    for await (const step of await eachWinner(await seen())) rows.push(...step)
    expect(rows).toMatchObject([
      { name: 'Ben', amount: 1, guests: [], handedAt: null, n: 0 },
      { name: 'Mia', amount: 2, guests: ['Ann', 'Bo'], handedByName: 'Olga', n: 0 },
    ])
  })
})

describe('the mark "handed over"', () => {
  test('says when and by whom, counts as handed over, and is taken back', async () => {
    const { event, mia, ben, mark, list } = await gala()
    const before = Date.now()
    expect(await mark('set', mia, 2)).toEqual({ refusal: undefined, isNew: true })
    const marked = (await list()).winners.find(({ name }) => name === 'Mia')
    expect(marked).toMatchObject({ handedByName: 'Olga', hasChanged: false })
    expect(marked?.handedAt).toBeGreaterThanOrEqual(before - 1)
    expect([await isHanded(event.id, mia.id), await isHanded(event.id, ben.id)]).toEqual([
      true,
      false,
    ])
    expect((await mark('clear', mia, marked?.handedAt ?? 0)).refusal).toBeUndefined()
    expect(await isHanded(event.id, mia.id)).toBe(false)
    const entries = await db().select().from(auditEntries)
    expect(entries.map(({ action, subjectId, after }) => [action, subjectId, after])).toEqual([
      ['tickets.handed-over', mia.id, '{"tickets":2}'],
      ['tickets.not-handed-over', mia.id, '{"tickets":2}'],
    ])
  })

  test('is written once, also when pressed twice at the same time', async () => {
    const { mia, mark } = await gala()
    const done = await Promise.all([mark('set', mia, 2), mark('set', mia, 2)])
    expect(done.map(({ refusal }) => refusal)).toEqual([undefined, undefined])
    expect(await db().$count(auditEntries)).toBe(1)
  })

  test('is refused where the page showed another number, or an earlier mark', async () => {
    const { mia, lou, mark, finalizationId } = await gala()
    await moveTickets(finalizationId, { kind: 'returned', place: 1, tickets: 1 })
    expect((await mark('set', mia, 2)).refusal).toBe('changed')
    expect((await mark('set', lou, 1)).refusal).toBe('changed')
    await mark('set', mia, 1)
    expect((await mark('clear', mia, 1)).refusal).toBe('changed')
    expect(await db().$count(auditEntries)).toBe(1)
  })

  test('shows a number that changed after it', async () => {
    const { mia, mark, list, finalizationId } = await gala()
    await mark('set', mia, 2)
    const later = (Math.floor(Date.now() / 1000) + 1) * 1000
    await moveTickets(finalizationId, { kind: 'recalled', place: 1, tickets: 1, at: later })
    expect((await list()).winners.find(({ name }) => name === 'Mia')).toMatchObject({
      amount: 1,
      hasChanged: true,
    })
  })

  test.each([
    ['someone who lost the right', sql`UPDATE users SET role = 'member' WHERE id = `, 'not-found'],
    [
      'nobody of a reopened event',
      sql`UPDATE events SET finalized_at = NULL WHERE owner_id = `,
      'not-decided',
    ],
  ] as const)('is for %s refused', async (_, change, refusal) => {
    const { mia, mark } = await gala()
    await write([sql`${change}${owner.id}`])
    expect((await mark('set', mia, 2)).refusal).toBe(refusal)
    expect(await db().$count(holders, sql`handed_at IS NOT NULL`)).toBe(0)
  })
})
