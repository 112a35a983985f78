import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db, rawClient } from '#db/client.ts'
import { refuseIf, write } from '#db/lane.ts'
import { audit } from './audit.server.ts'
import { findHead, linkEntries } from './chain.server.ts'
import { CHAIN_START, formatHead, parseHead } from './chain.ts'

testDatabase()

const note = (after: unknown = undefined) =>
  audit({ actor: null, action: 'user.changed', subject: 'user', subjectId: 'x', after })
const manyNotes = (count: number) => sql`INSERT INTO audit_entries (at, action, subject, subject_id)
  SELECT 1, 'user.changed', 'user', 'x' FROM json_each(${JSON.stringify(Array(count).fill(0))})`
const links = () =>
  db().all<{ id: number; hash: string }>(sql`SELECT entry_id AS id, hash FROM audit_links`)

describe('the chain', () => {
  test('can be computed from the rows without our code', async () => {
    const actor = { userId: 'u', name: 'Åsa "the owl" O\'Hara\t🦉\u0001' }
    await write([note({ text: 'line\nbreak \\ and “quotes”' }), note(), note(null)])
    await write([
      audit({ actor, action: 'a.b', subject: 'event', subjectId: 'e', eventId: 'e', before: 1 }),
    ])
    await linkEntries()
    const { rows } = await rawClient().execute(
      'SELECT json_array(id, at, actor_id, actor_name, action, subject, subject_id, event_id, before, after) FROM audit_entries',
    )
    let hash = '0'.repeat(64)
    const expected = rows.map(row => {
      hash = createHash('sha256').update(`${hash}\n${row[0]}`).digest('hex')
      return hash
    })
    expect((await links()).map(link => link.hash)).toEqual(expected)
    expect(await findHead()).toEqual({ entryId: 4, hash })
  })

  test('grows by the new entries, in as many steps as it takes', async () => {
    expect(await linkEntries()).toEqual(CHAIN_START)
    await write([manyNotes(1201)])
    expect((await linkEntries()).entryId).toBe(1201)
    await write([note()])
    expect((await linkEntries()).entryId).toBe(1202)
    expect(await links()).toHaveLength(1202)
  })

  test('does not fork when two processes link at once', async () => {
    await write([manyNotes(700)])
    const heads = await Promise.all([1, 2, 3].map(() => linkEntries()))
    expect(new Set(heads.map(formatHead))).toHaveLength(1)
    expect(await links()).toHaveLength(700)
  })

  test('is left to another process that is always faster, which is no failure', async () => {
    await write([manyNotes(20)])
    const client = rawClient()
    const batch = client.batch.bind(client)
    let linked = 0
    const racing = vi.spyOn(client, 'batch').mockImplementation(async (...args) => {
      linked += 1
      await client.execute(`INSERT INTO audit_links VALUES (${linked}, '${'a'.repeat(64)}', 1)`)
      return batch(...args)
    })
    expect((await linkEntries()).entryId).toBe(linked)
    racing.mockRestore()
  })

  test('has no gaps after refused batches', async () => {
    await write([note()])
    expect((await write([note(), refuseIf('no', sql`1`)])).refusal).toBe('no')
    await write([note()])
    await linkEntries()
    expect((await links()).map(link => link.id)).toEqual([1, 2])
  })
})

describe('no statement through our own connection changes what was written', () => {
  const HASH = 'a'.repeat(64)
  const entry = (id: number | string) => `(${id}, 1, 'x', 'user', 'x')`
  const into = 'INTO audit_entries (id, at, action, subject, subject_id) VALUES'
  const statements = [
    "UPDATE audit_entries SET action = 'other'",
    "UPDATE OR IGNORE audit_entries SET action = 'other'",
    'UPDATE OR REPLACE audit_entries SET id = 2 WHERE id = 1',
    'DELETE FROM audit_entries WHERE id = 3',
    ...[1, 2, 3, 0, -1].map(id => `INSERT OR REPLACE ${into} ${entry(id)}`),
    ...[0, -1].map(id => `INSERT OR IGNORE ${into} ${entry('NULL')}, ${entry(id)}`),
    `INSERT ${into} ${entry(2)} ON CONFLICT (id) DO UPDATE SET action = 'other'`,
    `UPDATE audit_links SET hash = '${HASH}'`,
    `UPDATE OR REPLACE audit_links SET entry_id = 2 WHERE entry_id = 1`,
    'DELETE FROM audit_links WHERE entry_id = 3',
    ...[1, 3, 99].map(id => `INSERT OR REPLACE INTO audit_links VALUES (${id}, '${HASH}', 1)`),
    `INSERT INTO audit_links VALUES (3, '${HASH}', 1) ON CONFLICT DO UPDATE SET hash = '${HASH}'`,
  ]
  const everything = async () =>
    JSON.stringify([
      await rawClient().execute('SELECT * FROM audit_entries'),
      await rawClient().execute('SELECT * FROM audit_links'),
    ])

  test.each(['OFF', 'ON'])('with recursive_triggers %s', async recursive => {
    await rawClient().execute(`PRAGMA recursive_triggers = ${recursive}`)
    await write([note(), note(), note()])
    await linkEntries()
    const before = await everything()
    for (const statement of statements) {
      expect([statement, await write([sql.raw(statement)])]).toEqual([
        statement,
        { refusal: 'audit' },
      ])
      await expect(rawClient().execute(statement)).rejects.toThrow('refused audit')
    }
    expect(await everything()).toBe(before)
    // One insert of many entries does not block itself.
    expect(
      await write([sql.raw(`INSERT ${into} ${entry('NULL')}, ${entry('NULL')}`)]),
    ).toMatchObject({ refusal: undefined })
  })

  test('tables and triggers: the lane changes none, and SQLite keeps the table', async () => {
    await write([note()])
    await linkEntries()
    for (const statement of [
      'DROP TABLE audit_entries',
      'drop trigger audit_entries_never_go',
      ' ALTER TABLE audit_entries RENAME TO other',
      'CREATE TRIGGER x AFTER INSERT ON users BEGIN DELETE FROM audit_links; END',
      '/**/PRAGMA writable_schema = ON',
      'ATTACH ? AS other',
    ])
      await expect(write([sql.raw(statement)])).rejects.toThrow('the lane writes rows')
    await expect(rawClient().execute('DROP TABLE audit_entries')).rejects.toThrow('FOREIGN KEY')
    await createUser()
  })
})

test('a head is one word, and other words are not heads', () => {
  const head = { entryId: 12, hash: 'ab'.repeat(32) }
  expect(parseHead(` ${formatHead(head)}\n`)).toEqual(head)
  for (const text of ['', '12', `12:${'g'.repeat(64)}`, `-1:${head.hash}`, `12:${head.hash}0`])
    expect(parseHead(text)).toBeUndefined()
})
