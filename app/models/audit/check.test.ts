import { createClient } from '@libsql/client'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { erasePerson } from '#app/models/people/erasure.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { closeDatabase, databaseAddress, db, openDatabase, rawClient } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { audit } from './audit.server.ts'
import { entryColumns, findHead, linkEntries } from './chain.server.ts'
import { type ChainedEntry, hashLink } from './chain.ts'
import { lastCheck, rememberHead, startCheck } from './check.server.ts'
import { sayFinding } from './check.ts'

const database = testDatabase()

const note = () => notes(1)

function notes(count: number) {
  const list = JSON.stringify(Array.from({ length: count }, (_, index) => `x${index}`))
  return sql`INSERT INTO audit_entries (at, action, subject, subject_id, after)
    SELECT 1, 'a.b', 'user', value, 1 FROM json_each(${list})`
}

/** `newer` entries have no link yet. */
async function trailOf(linked: number, newer = 0): Promise<void> {
  await write([notes(linked)])
  await linkEntries()
  await write([notes(newer)])
}

/** As the owner of the file could: drop the triggers, change, restore the triggers. */
async function tamper(...statements: (string | { sql: string; args: string[] })[]): Promise<void> {
  const other = createClient({ url: `file:${database.file()}` })
  const triggers = await other.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
  await other.execute('PRAGMA foreign_keys = OFF')
  for (const { name } of triggers.rows) await other.execute(`DROP TRIGGER ${name}`)
  for (const statement of statements) await other.execute(statement)
  for (const trigger of triggers.rows) await other.execute(String(trigger.sql))
  other.close()
}

async function found(): Promise<string[]> {
  await startCheck()
  const { outcome, error } = lastCheck()
  if (error) throw error
  return (outcome?.findings ?? []).map(sayFinding)
}

const COLUMNS = '(id, at, action, subject, subject_id)'

describe('an untouched trail holds', () => {
  test.each([
    ['empty', 0, 0],
    ['all linked', 20, 0],
    ['with newer entries', 20, 3],
    ['before any link', 0, 3],
    ['over several steps', 1100, 0],
  ])('%s', async (_, linked, newer) => {
    await trailOf(linked, newer)
    expect(await found()).toEqual([])
    expect(lastCheck().outcome?.head).toEqual(await findHead())
  })

  test('also after the triggers were removed and restored: only a change counts', async () => {
    await trailOf(20, 2)
    await tamper()
    expect(await found()).toEqual([])
  })

  test('also in a backup, which can be checked on its own', async () => {
    await trailOf(20, 2)
    const copy = `${database.file()}.copy`
    await rawClient().execute({ sql: 'VACUUM INTO ?', args: [copy] })
    closeDatabase()
    await openDatabase(databaseAddress(copy))
    expect(await found()).toEqual([])
    expect((await linkEntries()).entryId).toBe(22)
    expect(await found()).toEqual([])
  })

  test('and other work gets its turn during a long check', async () => {
    await trailOf(10_000)
    let turns = 0
    const count = () => {
      turns += 1
      if (lastCheck().isUnderWay) setImmediate(count)
    }
    const check = found()
    count()
    expect(await check).toEqual([])
    expect(turns).toBeGreaterThan(30)
  })

  test('also after a person was erased: the trail keeps what it says, and the chain holds', async () => {
    const admin = await createUser({ role: 'admin' })
    const gone = await createUser({ name: 'Zoe Zander', deactivatedAt: 1 })
    const actor = { userId: admin.id, name: admin.name }
    const subject = { subject: 'user' as const, subjectId: gone.id }
    await write([audit({ actor: { userId: gone.id, name: gone.name }, action: 'a.b', ...subject })])
    await linkEntries()
    expect((await erasePerson(gone.id, actor)).refusal).toBeUndefined()
    expect(await found()).toEqual([])
    await linkEntries()
    expect(await found()).toEqual([])
    expect((await db().all(sql`SELECT actor_name FROM audit_entries`))[0]).toEqual({
      actor_name: 'Zoe Zander',
    })
  })
})

describe('all tampering is found and located', () => {
  test.each([
    ['at', '2'],
    ['actor_id', "'y'"],
    ['actor_name', "'Somebody'"],
    ['action', "'a.c'"],
    ['subject', "'event'"],
    ['subject_id', "'y'"],
    ['event_id', "'e'"],
    ['before', "'1'"],
    ['after', "'2'"],
    ['after', 'NULL'],
  ])('a changed field: %s', async (column, value) => {
    await trailOf(9, 1)
    await tamper(`UPDATE audit_entries SET ${column} = ${value} WHERE id = 4`)
    expect(await found()).toEqual([
      'Entry 4 is not what was sealed. Someone changed or replaced it.',
    ])
  })

  const changedAt = (id: number) =>
    `Entry ${id} is not what was sealed. Someone changed or replaced it.`

  test.each<[string, string[], string]>([
    ['the first changed', ['UPDATE audit_entries SET at = 2 WHERE id = 1'], changedAt(1)],
    ['the newest changed', ['UPDATE audit_entries SET at = 2 WHERE id = 9'], changedAt(9)],
    [
      'one of the middle deleted',
      ['DELETE FROM audit_entries WHERE id = 4'],
      'Entry 4 is missing.',
    ],
    ['some deleted with their links', ...deleted('BETWEEN 4 AND 6'), 'Entries 4 to 6 are missing.'],
    ['the first deleted with its link', ...deleted('= 1'), 'Entry 1 is missing.'],
    ['the newest deleted', ['DELETE FROM audit_entries WHERE id = 9'], 'Entry 9 is missing.'],
    ['the newest deleted with its link', ...deleted('= 9'), 'Entry 9 is missing at the end.'],
    ['all deleted', ...deleted('> 0'), 'Entries 1 to 9 are missing at the end.'],
    [
      'one put in the place of a deleted one',
      [
        'DELETE FROM audit_entries WHERE id = 4',
        `INSERT INTO audit_entries ${COLUMNS} VALUES (4, 1, 'a.b', 'user', 'x')`,
      ],
      changedAt(4),
    ],
    [
      'one put in before the first',
      [`INSERT INTO audit_entries ${COLUMNS} VALUES (0, 1, 'a.b', 'user', 'x')`],
      'Entry 0 was added by someone. Its number was never given out.',
    ],
    [
      'one put in far behind the newest',
      [`INSERT INTO audit_entries ${COLUMNS} VALUES (15, 1, 'a.b', 'user', 'x')`],
      'Entries 10 to 14 are missing.',
    ],
    [
      'two that changed their numbers',
      [
        'UPDATE audit_entries SET id = 99 WHERE id = 3',
        'UPDATE audit_entries SET id = 3 WHERE id = 6',
        'UPDATE audit_entries SET id = 6 WHERE id = 99',
      ],
      changedAt(3),
    ],
    [
      'a changed link',
      [`UPDATE audit_links SET hash = '${'a'.repeat(64)}' WHERE entry_id = 4`],
      'The seal of entry 4 was changed. The entry itself fits.',
    ],
    [
      'a changed link at the end',
      [`UPDATE audit_links SET hash = '${'a'.repeat(64)}' WHERE entry_id = 9`],
      changedAt(9),
    ],
    [
      'a deleted link',
      ['DELETE FROM audit_links WHERE entry_id = 4'],
      'Entry 4 has no seal, but later ones have. The seal was deleted, or the entry was added later.',
    ],
    [
      'a link for an entry that never was',
      [`INSERT INTO audit_links VALUES (12, '${'a'.repeat(64)}', 1)`],
      'There is a seal for entries 10 to 12, but no such entry.',
    ],
  ])('%s', async (_, statements, sentence) => {
    await trailOf(9)
    await tamper(...statements)
    expect(await found()).toEqual([sentence])
    // Later writes hide nothing.
    await write([note(), note()])
    await linkEntries()
    expect(await found()).not.toEqual([])
  })

  test('missing entries among the newest, which have no link yet', async () => {
    await trailOf(5, 4)
    await tamper('DELETE FROM audit_entries WHERE id = 7')
    expect(await found()).toEqual(['Entry 7 is missing.'])
    await tamper('DELETE FROM audit_entries WHERE id > 6')
    expect(await found()).toEqual(['Entries 7 to 9 are missing at the end.'])
  })

  test('a counter set back, while nothing new is written, or by a process that saw more', async () => {
    await trailOf(9)
    rememberHead(await findHead())
    const setBack = (to: number) =>
      `UPDATE sqlite_sequence SET seq = ${to} WHERE name = 'audit_entries'`
    await tamper(...deleted('= 9')[0], setBack(7))
    const seenMore =
      'The seal of entry 9 is not the one that this program saw earlier. Someone has sealed the trail again.'
    expect(await found()).toEqual([
      'The counter of entries was set back to before entry 8.',
      seenMore,
    ])
    await write([note(), note()])
    await linkEntries()
    expect(await found()).toEqual([seenMore])
  })

  test('a recomputed chain, by a process that saw the old one', async () => {
    await trailOf(9)
    rememberHead(await findHead())
    await tamper("UPDATE audit_entries SET action = 'a.c' WHERE id = 4", ...(await rechain(4)))
    expect(await found()).toEqual([
      'The seal of entry 9 is not the one that this program saw earlier. Someone has sealed the trail again.',
    ])
  })

  test('(control) a process that saw nothing accepts it: a head must be kept elsewhere', async () => {
    await trailOf(9)
    await tamper("UPDATE audit_entries SET action = 'a.c' WHERE id = 4", ...(await rechain(4)))
    expect(await found()).toEqual([])
  })

  test('triggers that are missing or altered', async () => {
    await trailOf(3)
    const other = createClient({ url: `file:${database.file()}` })
    await other.execute('DROP TRIGGER audit_entries_never_go')
    await other.execute('DROP TRIGGER audit_links_never_change')
    await other.execute(
      'CREATE TRIGGER audit_links_never_change BEFORE UPDATE ON audit_links BEGIN SELECT 1; END',
    )
    other.close()
    expect(await found()).toEqual([
      'The guards that protect the trail were removed from the database or changed: audit_entries_never_go, audit_links_never_change.',
    ])
  })
})

test('added and missing triggers, tables and indexes are named', async () => {
  await trailOf(3)
  const other = createClient({ url: `file:${database.file()}` })
  await other.execute(
    "CREATE TRIGGER promote AFTER INSERT ON sessions BEGIN UPDATE users SET role = 'admin'; END",
  )
  await other.execute('DROP INDEX tokens_by_user')
  other.close()
  expect(await found()).toEqual([
    'The database does not match this program: the trigger promote on sessions does not belong to this program; the index tokens_by_user on tokens is missing.',
  ])
})

function deleted(which: string): [string[]] {
  return [
    [
      `DELETE FROM audit_links WHERE entry_id ${which}`,
      `DELETE FROM audit_entries WHERE id ${which}`,
    ],
  ]
}

/** Links that fit the trail as it will be once entry `changed` has another action. */
async function rechain(changed: number) {
  const entries = await db().all<ChainedEntry>(
    sql`SELECT ${entryColumns} FROM audit_entries ORDER BY id`,
  )
  let hash = '0'.repeat(64)
  return entries.map(entry => {
    hash = hashLink(hash, entry.id === changed ? { ...entry, action: 'a.c' } : entry)
    return {
      sql: 'UPDATE audit_links SET hash = ? WHERE entry_id = ?',
      args: [hash, String(entry.id)],
    }
  })
}
