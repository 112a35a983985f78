import { pbkdf2Sync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { authenticate } from '#app/models/sign-in/sign-in.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { db } from '#db/client.ts'
import { events, importedRows, requests, results, users } from '#db/schema.ts'
import { importOriginal } from './import.server.ts'
import type { Original, OriginalCell } from './original.ts'
import { ranges, reportLines } from './report.ts'

testDatabase()

/** The password “secret”, as Werkzeug hashes it. */
const HASH = `pbkdf2:sha256:1000$salt$${pbkdf2Sync('secret', 'salt', 1000, 32, 'sha256').toString('hex')}`

type Changes = Record<string, OriginalCell>
const person = (id: number, changes: Changes = {}) => ({
  id,
  name: `Person ${id}`,
  email: `p${id}@example.org`,
  password_hash: null,
  is_admin: 0,
  is_active: 1,
  must_reset_password: 0,
  created_at: '2026-01-01 08:00:00',
  ...changes,
})
const event = (id: number, changes: Changes = {}) => ({
  id,
  name: `Game ${id}`,
  event_date: '2026-02-01 19:30:00',
  total_tickets: 10,
  notes: '',
  status: 'finalized',
  created_by: 1,
  created_at: '2026-01-01 09:00:00',
  finalized_at: '2026-01-20 09:00:00',
  ...changes,
})
const submission = (id: number, changes: Changes = {}) => ({
  id,
  event_id: 1,
  user_id: 1,
  preferences: '2,1,0',
  notes: '',
  allocated: 1,
  submitted_at: '2026-01-05 09:00:00',
  updated_at: '2026-01-05 09:00:00',
  ...changes,
})
const moveIn = async (original: Original) => {
  const { plan, refusal } = await importOriginal(original, { timeZone: 'UTC', isDryRun: false })
  expect(refusal).toBeUndefined()
  return plan.findings.map(f => `${f.weight}: ${f.label}: ${f.reason}`)
}
const everybody = () => db().select().from(users).orderBy(users.name)

describe('one mail address for several people', () => {
  test('stays with the active person; the other gets one that reaches nobody', async () => {
    const found = await moveIn({
      users: [
        person(1, { email: 'A@example.org', is_active: 0 }),
        person(2, { email: 'a@example.org' }),
      ],
      events: [],
      submissions: [],
    })
    expect((await everybody()).map(u => u.email)).toEqual([
      'person-1@imported.invalid',
      'a@example.org',
    ])
    expect(found).toContainEqual(
      expect.stringMatching(/^changed: person 1 .*a@example.org as someone else/),
    )
  })

  test('and nobody without an address is lost', async () => {
    await moveIn({
      users: [person(1, { email: '' }), person(2, { email: null })],
      events: [],
      submissions: [],
    })
    expect((await everybody()).map(u => u.email)).toEqual([
      'person-1@imported.invalid',
      'person-2@imported.invalid',
    ])
  })
})

describe('rows that refer to nothing', () => {
  test('missing people are replaced by a person who can do nothing', async () => {
    const found = await moveIn({
      users: [],
      events: [event(1, { created_by: 8 })],
      submissions: [submission(1, { user_id: 9 })],
    })
    expect(await everybody()).toMatchObject([
      { name: 'Unknown person 8', role: 'member', passwordHash: null },
      { name: 'Unknown person 9', role: 'member', passwordHash: null },
    ])
    expect((await everybody()).every(u => u.deactivatedAt !== null)).toBe(true)
    expect(await db().select().from(results)).toMatchObject([{ amount: 1 }])
    expect(found.filter(f => f.startsWith('impossible'))).toHaveLength(2)
  })

  test('requests without an event are kept aside', async () => {
    const found = await moveIn({
      users: [person(1)],
      events: [],
      submissions: [submission(1, { event_id: 77 }), submission(2, { event_id: null })],
    })
    expect(await db().select().from(requests)).toEqual([])
    const kept = await db().select().from(importedRows)
    expect(kept.filter(row => row.kind === 'request').map(row => row.newId)).toEqual([null, null])
    expect(found).toContain(
      'unplaced: request 1 (Person 1, event 77): is for an event that does not exist',
    )
  })

  test('an event without an owner is kept aside with its requests', async () => {
    const found = await moveIn({
      users: [person(1)],
      events: [event(1, { created_by: null })],
      submissions: [submission(1)],
    })
    expect(await db().select().from(events)).toEqual([])
    expect(found.filter(f => f.startsWith('unplaced'))).toHaveLength(2)
  })
})

describe('requests that cannot be kept as they are', () => {
  test('of two by one person for one event, the later counts', async () => {
    const found = await moveIn({
      users: [person(1)],
      events: [event(1)],
      submissions: [
        submission(1, { preferences: '2', updated_at: '2026-01-07 09:00:00' }),
        submission(2, { preferences: '1' }),
      ],
    })
    expect(await db().select().from(requests)).toMatchObject([{ sizes: '2' }])
    expect(found).toContainEqual(expect.stringMatching(/^unplaced: request 2 .* not the last/))
  })

  test('for no tickets stay as history, and are kept aside where a draw is to come', async () => {
    const open = { status: 'open', finalized_at: null }
    await moveIn({
      users: [person(1), person(2)],
      events: [event(1), event(2, open)],
      submissions: [
        submission(1, { preferences: '0', allocated: 0 }),
        submission(2, { preferences: '-3,0', allocated: 2, user_id: 2 }),
        submission(3, { preferences: '', allocated: null, event_id: 2 }),
      ],
    })
    expect(await db().select().from(requests).orderBy(requests.sizes)).toMatchObject([
      { sizes: '', impossible: 'Asks for no tickets at all.' },
      { sizes: '2', impossible: 'Asks for -3 tickets; asks for no tickets at all.' },
    ])
  })

  test('left undecided in a finalized event have no result, not a result of none', async () => {
    await moveIn({
      users: [person(1)],
      events: [event(1)],
      submissions: [submission(1, { allocated: null })],
    })
    expect(await db().select().from(requests)).toHaveLength(1)
    expect(await db().select().from(results)).toEqual([])
  })
})

test('anything impossible is stored, and the report can be printed', async () => {
  const { plan } = await importOriginal(
    {
      users: [person(1, { name: null, created_at: null, is_active: 'x', is_admin: 'y' })],
      events: [
        event(1, { total_tickets: -4, event_date: null, name: null }),
        event(2, { total_tickets: '9223372036854775807', status: 'cancelled' }),
        event(3, { status: null, total_tickets: null }),
      ],
      submissions: [
        submission(1, { allocated: -9_007_199_254_740_991 }),
        submission(2, { event_id: 2, allocated: '9223372036854775807', preferences: '1e9,NaN' }),
        submission(3, { event_id: 3, allocated: -1, submitted_at: null, updated_at: 'x' }),
      ],
    },
    { timeZone: 'UTC', isDryRun: false },
  )
  expect(await db().select().from(events)).toHaveLength(3)
  expect(await db().select().from(requests)).toHaveLength(3)
  const lines = reportLines(plan, { timeZone: 'UTC', isDryRun: false })
  expect(lines[0]).toBe('1 person, 3 events, 3 requests')
  expect(lines.join('\n')).not.toMatch(/undefined|NaN tickets/)
})

test('an empty original does not count as imported before', async () => {
  const { plan } = await importOriginal(
    { users: [], events: [], submissions: [] },
    { timeZone: 'UTC', isDryRun: false },
  )
  expect(reportLines(plan, { timeZone: 'UTC', isDryRun: false }).at(-1)).toBe(
    'There is nothing to import: the file has no people, events or requests.',
  )
})

test('an event named by one character that JavaScript counts as two is stored', async () => {
  const found = await moveIn({
    users: [person(1)],
    events: [event(1, { name: '𝒵' }), event(2, { name: '𝒵'.repeat(200) })],
    submissions: [],
  })
  const names = await db().select({ name: events.name }).from(events).orderBy(events.name)
  expect(names.map(each => each.name)).toEqual(['Event 1 𝒵', '𝒵'.repeat(200)])
  expect(found.filter(line => line.includes('characters'))).toHaveLength(1)
})

test('everybody whose address is kept can sign in with it', async () => {
  const addresses = ['r&d@example.org', 'zoë@example.org', 'root@localhost', '"z b"@example.org']
  const people = addresses.map((email, n) => person(n + 1, { email, password_hash: HASH }))
  await moveIn({ users: people, events: [], submissions: [] })
  for (const email of addresses)
    expect(
      await authenticate(email, 'secret', { address: '192.0.2.1', device: undefined }),
      email,
    ).toHaveProperty('userId')
})

test('row numbers are written as ranges', () => {
  expect(ranges([3, 1, 2, 7, 9, 10])).toBe('1–3, 7, 9–10')
})
