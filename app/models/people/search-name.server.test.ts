import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { addDemo } from '#app/models/demo/demo.server.ts'
import { importOriginal } from '#app/models/moving-in/import.server.ts'
import { originalTables } from '#app/models/moving-in/original.ts'
import { addEvent, updateEvent } from '#app/models/organizing/writing.server.ts'
import { changeOwnName } from '#app/models/sign-in/account.server.ts'
import { becomeFirstAdmin, setUpLink } from '#app/models/sign-in/set-up.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { NOTHING_AFTER } from '#app/testing/event-form.ts'
import { createEvent, createUser, viewerOf } from '#app/testing/factories.ts'
import { nameContains, personMatches, searchName } from '#app/values/search/search.ts'
import { readTables } from '#db/backups/read-tables.ts'
import { closeDatabase, db, openDatabase } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, users } from '#db/schema.ts'
import { prepareDatabase } from '#db/setup.ts'
import { startLibsqlServer } from '../../../e2e/libsql-server.ts'
import { makeAdmin } from './admin.server.ts'
import { erasePerson } from './erasure.server.ts'
import { addPeople } from './list-file.server.ts'
import { foldNames } from './search-name.server.ts'
import { addUser, changeUser, findUser } from './user.server.ts'

const { file } = testDatabase()

type Named = { name: string; search_name: string | null }
const names = () =>
  db().all<Named>(
    sql`SELECT name, search_name FROM users UNION ALL SELECT name, search_name FROM events`,
  )
const admin = async () => viewerOf(await createUser({ role: 'admin' }))
const found = async <T>(value: Promise<T | undefined>) => (await value) as T
const role = 'member' as const
const START = { device: { userAgent: '', address: '' }, isRemembered: false }
const input = {
  ...{ name: 'Éveil', startsAt: 4e12, closesAt: undefined, opensAt: undefined, timeZone: 'UTC' },
  ...{ place: '', totalTickets: 5, mostPerRequest: 8, notes: '', opens: 'now' as const },
  ...{ version: 1, tell: false, ownerId: undefined, ...NOTHING_AFTER },
}

const writers: Record<string, () => Promise<unknown>> = {
  'adding somebody': async () =>
    addUser({ name: 'Zoë', email: 'z@example.org', role }, await admin()),
  'adding a list': async () =>
    addPeople([{ name: 'Zoë', email: 'z@example.org', role }], { withMails: false }, await admin()),
  'changing somebody': async () => {
    const { id } = await createUser()
    const change = { name: 'Zoë', email: 'z@example.org', role, version: 1 }
    return changeUser(await found(findUser(id)), change, await admin())
  },
  'changing one’s own name': async () =>
    changeOwnName(viewerOf(await createUser()), { name: 'Zoë', version: 1 }),
  'erasing somebody': async () =>
    erasePerson((await createUser({ name: 'Zoë', deactivatedAt: 1 })).id, await admin()),
  'making an admin': () =>
    makeAdmin({ name: 'Zoë', email: 'z@example.org', password: undefined }, { isAnother: true }),
  'becoming the first admin': async () => {
    const token = ((await setUpLink()) ?? '').split('/').at(-1) ?? ''
    const person = { name: 'Zoë', email: 'z@example.org', password: 'four quiet owls' }
    return becomeFirstAdmin(token, person, START)
  },
  'making an event': async () => addEvent(await admin(), input),
  'changing an event': async () => updateEvent(await admin(), (await createEvent()).id, input),
  'moving in': async () =>
    importOriginal(await readTables('app/testing/original-app.db', originalTables), {
      timeZone: 'UTC',
      isDryRun: false,
    }),
  'the demo': () => addDemo(true),
}

test.each(Object.entries(writers))('%s writes the search name', async (_, run) => {
  const before = await names()
  expect(await run()).not.toMatchObject({ refusal: expect.any(String) })
  const after = await names()
  expect(after).not.toEqual(before)
  expect(after.map(row => row.search_name)).toEqual(after.map(row => searchName(row.name)))
})

describe('a name changed without its search name', () => {
  test('empties the search name, and the next round fills it', async () => {
    const { id } = await createUser({ name: 'Müller' })
    const event = await createEvent({ name: 'Müller' })
    const unfolded = async () => (await names()).filter(row => row.search_name === null).length
    await write([sql`UPDATE users SET name = 'Mu\u0308nch' WHERE id = ${id}`])
    await write([sql`UPDATE events SET name = 'Muller' WHERE id = ${event.id}`])
    await write([
      sql`INSERT INTO users (id, name, search_name, email, created_at) VALUES ('a', 'B', 'c', 'a@b', 1)`,
    ])
    expect(await unfolded()).toBe(3)
    await foldNames()
    expect(await unfolded()).toBe(0)
    expect(await names()).toContainEqual({ name: 'Münch', search_name: 'munch\nMünch' })
  })

  test('leaves the search name where it is still right', async () => {
    const { id } = await createUser({ name: 'Müller' })
    await write([sql`UPDATE users SET name = 'Müller', version = 9 WHERE id = ${id}`])
    expect((await names())[0]?.search_name).toBe('muller\nMüller')
  })
})

describe('names from before the upgrade', () => {
  const age = () => write([sql`UPDATE users SET search_name = NULL`])
  const search = async (text: string) =>
    (await db().select({ name: users.name }).from(users).where(personMatches(text, users))).length

  test('are found as typed until they are folded, then without accents, in NFC', async () => {
    for (let i = 0; i < 3; i += 1) await createUser({ name: 'Ame\u0301lie' })
    await age()
    expect([await search('ame\u0301l'), await search('amel')]).toEqual([3, 0])
    await foldNames()
    expect(await search('amel')).toBe(3)
    expect((await names())[0]?.name).toBe('Am\u00E9lie')
  })

  test('are folded slice by slice, whatever they contain', async () => {
    const rows = Array.from({ length: 1203 }, (_, i) => ({
      ...{ id: `u${i}`, name: i % 2 ? '???' : `Né ${i}`, email: `u${i}@example.org`, createdAt: 1 },
    }))
    await write([db().insert(users).values(rows)])
    await write([sql`UPDATE users SET name = ${'\u0958'.repeat(200)} WHERE id = 'u7'`])
    const stopped = AbortSignal.abort()
    await foldNames(stopped)
    expect((await names()).filter(row => row.search_name).length).toBe(0)
    await foldNames()
    expect((await names()).filter(row => row.search_name === null)).toEqual([])
  })

  test('are folded on a libSQL server too', async () => {
    await createUser({ name: 'Müller' })
    await age()
    closeDatabase()
    const server = await startLibsqlServer(file())
    try {
      await openDatabase({ url: server.url })
      await foldNames()
      expect(await search('muller')).toBe(1)
    } finally {
      closeDatabase()
      await server.stop()
      await openDatabase({ url: `file:${file()}` })
    }
  })
})

test('upgrading a file with people leaves nobody out', async () => {
  closeDatabase()
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-search-'))
  const database = path.join(folder, 'tickets.db')
  await prepareDatabase({ database })
  await write([sql`INSERT INTO users (id, name, email, created_at) VALUES ('a', 'Öz', 'a@b', 1)`])
  closeDatabase()
  expect(await prepareDatabase({ database })).toEqual([])
  await foldNames()
  expect(await names()).toEqual([{ name: 'Öz', search_name: 'oz\nÖz' }])
  closeDatabase()
  rmSync(folder, { recursive: true, force: true })
  await openDatabase({ url: `file:${file()}` })
})

test('a search reads an index and folds nothing row by row', async () => {
  const plan = async (query: ReturnType<typeof sql>) =>
    (await db().all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${query}`)).map(row => row.detail)
  const people = sql`SELECT id FROM users WHERE ${personMatches('Müller', users)}`
  const shows = sql`SELECT id FROM events WHERE ${nameContains('Müller', events)}`
  expect(await plan(people)).toEqual(['SCAN users USING COVERING INDEX users_by_search_name'])
  expect(await plan(shows)).toEqual(['SCAN events USING COVERING INDEX events_by_search_name'])
  const left = sql`SELECT id, name FROM users WHERE search_name IS NULL AND id > '' ORDER BY id LIMIT 9`
  expect((await plan(left))[0]).toMatch(/^SEARCH users USING COVERING INDEX users_by_search_name/)
})
