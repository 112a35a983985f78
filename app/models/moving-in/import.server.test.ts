import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { authenticate } from '#app/models/sign-in/sign-in.server.ts'
import { from } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { readTables } from '#db/backups/read-tables.ts'
import { db, rawClient } from '#db/client.ts'
import { events, importedRows, requests, users } from '#db/schema.ts'
import { importOriginal } from './import.server.ts'
import { originalTables } from './original.ts'
import { reportLines } from './report.ts'

testDatabase()
const FILE = 'app/testing/original-app.db'
const ZONE = 'Europe/Berlin'
const read = () => readTables(FILE, originalTables)
const moveIn = async (isDryRun = false) =>
  importOriginal(await read(), { timeZone: ZONE, isDryRun })

async function numbers(query: string): Promise<unknown[]> {
  const { rows } = await rawClient().execute(query)
  return Object.values({ ...rows[0] })
}

/** The whole database as text. */
async function everything(): Promise<string> {
  const tables = await rawClient().execute(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
  )
  const contents: unknown[] = []
  for (const { name } of tables.rows)
    contents.push([name, (await rawClient().execute(`SELECT * FROM "${name}"`)).rows])
  return JSON.stringify(contents)
}

describe('moving in from the original app', () => {
  test('imports everybody, every event and every request', async () => {
    const { plan, refusal } = await moveIn()
    expect(refusal).toBeUndefined()
    expect(reportLines(plan, { timeZone: ZONE, isDryRun: false })[0]).toBe(
      '80 people, 24 events, 785 requests',
    )
    expect(
      await numbers(`SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM events),
        (SELECT count(*) FROM requests), (SELECT count(*) FROM results), (SELECT count(*) FROM finalizations),
        (SELECT count(*) FROM imported_rows)`),
    ).toEqual([80, 24, 785, 531, 16, 889])
  })

  test('keeps rights and status: no new admins, and nobody newly active', async () => {
    await moveIn()
    expect(
      await numbers(`SELECT sum(role = 'admin'), sum(role = 'organizer'), sum(deactivated_at IS NOT NULL),
        sum(password_hash IS NULL), sum(must_change_password) FROM users`),
    ).toEqual([2, 0, 4, 8, 8])
  })

  test('lets people sign in with their old password, whose hash becomes ours', async () => {
    await moveIn()
    for (const [email, password] of [
      ['member01@example.org', 'original-01'],
      ['member02@example.org', 'original-02'],
    ] as const) {
      expect(await authenticate(email, password, from('192.0.2.1'))).toHaveProperty('userId')
      const [user] = await db().select().from(users).where(sql`email = ${email}`)
      expect(user?.passwordHash).toMatch(/^\$2b\$/)
      expect(await authenticate(email, password, from('192.0.2.1'))).toHaveProperty('userId')
    }
    expect(await authenticate('member01@example.org', 'original-02', from('192.0.2.1'))).toEqual({
      reason: 'wrong',
    })
    expect(await authenticate('member17@example.org', 'original-17', from('192.0.2.1'))).toEqual({
      reason: 'wrong',
    })
  })

  test('reads event dates in the given time zone', async () => {
    await moveIn()
    const [event] = await db().select().from(events).where(sql`name = 'Home game 1'`)
    expect(event?.startsAt).toBe(Date.parse('2025-09-22T17:30:00Z'))
    expect(event?.timeZone).toBe(ZONE)
  })

  test('keeps impossible data in place, marks it and says why', async () => {
    const { plan } = await moveIn()
    const { rows } = await rawClient().execute(
      'SELECT amount, impossible FROM results WHERE impossible IS NOT NULL ORDER BY amount',
    )
    expect(rows.map(row => Object.values({ ...row }))).toEqual([
      [-5, 'Was given -5 tickets.'],
      [1000, 'Was given 1,000 tickets of the 6 that there were.'],
    ])
    const [odd] = await db().select().from(requests).where(sql`sizes = '999999999'`)
    expect(odd?.impossible).toBe('Asks for 999,999,999 tickets of the 10 that there are.')
    expect(plan.findings.filter(f => f.weight === 'impossible').map(f => f.label)).toEqual([
      'event 16 (“Home game 16”)',
      'request 488 (Member 19, “Home game 16”)',
      'request 489 (Member 03, “Home game 16”)',
      'request 785 (Member 80, “Home game 20”)',
    ])
  })

  test('keeps tickets given in an undecided event, as a draft in a closed event', async () => {
    await moveIn()
    expect(
      await numbers(`SELECT count(*), sum(draft_amount), sum(draft_reason IS NOT NULL), min(closed_at IS NOT NULL),
        min(finalized_at IS NULL) FROM requests JOIN events ON events.id = event_id
        WHERE events.name = 'Home game 19' AND draft_amount IS NOT NULL`),
    ).toEqual([5, 10, 3, 1, 1])
  })

  test('keeps every original row and its findings, but no copy of a password or token', async () => {
    await moveIn()
    const rows = await db().select().from(importedRows).where(sql`kind = 'user'`)
    const ninth = rows.find(row => row.originalId === 9)
    expect(JSON.parse(ninth?.original ?? '')).toMatchObject({
      email: 'member09@example.org',
      reset_token: '(left out)',
    })
    expect(JSON.parse(rows[0]?.original ?? '')).toMatchObject({
      password_hash: '(scrypt:32768:8:1)',
    })
    expect(ninth?.finding).toContain('note: has no password yet')
    expect(JSON.stringify(rows)).not.toContain('8K4PzTANCNWIy7qKmuOCHD5L2MrHmxk1pKKz0e0yuBE')
  })

  test('writes an audit entry for each thing it made, and one for the whole', async () => {
    await moveIn()
    const { rows } = await rawClient().execute(
      'SELECT action, count(*) AS n FROM audit_entries GROUP BY 1 ORDER BY 1',
    )
    expect(rows.map(r => [r.action, r.n])).toEqual([
      ['database.imported', 1],
      ['event.imported', 24],
      ['request.imported', 785],
      ['user.imported', 80],
    ])
  })
})

describe('running it again', () => {
  test('changes nothing and finds the same', async () => {
    const first = await moveIn()
    const before = await everything()
    const second = await moveIn()
    expect(await everything()).toBe(before)
    expect(second.plan.findings).toEqual(first.plan.findings)
    const lines = reportLines(second.plan, { timeZone: ZONE, isDryRun: false })
    expect(lines[0]).toBe('80 people, 24 events, 785 requests')
    expect(lines.at(-1)).toBe('Everything had already been imported. Nothing was changed.')
  })

  test('as a dry run before the first import writes nothing and finds the same', async () => {
    const before = await everything()
    const dry = await moveIn(true)
    expect(await everything()).toBe(before)
    expect(dry.plan.findings).toEqual((await moveIn()).plan.findings)
  })

  test('never changes the file', async () => {
    const hash = () => createHash('sha256').update(readFileSync(FILE)).digest('hex')
    const before = hash()
    await moveIn()
    expect(hash()).toBe(before)
  })

  test('imports people who are new since, and says what has changed', async () => {
    await moveIn()
    const original = await read()
    original.users.push({ ...original.users[1], id: 81, name: 'Late', email: 'late@example.org' })
    original.submissions.push({ ...original.submissions[784], id: 786, user_id: 81 })
    original.users[3] = { ...original.users[3], id: 4, name: 'Renamed' }
    const { plan } = await importOriginal(original, { timeZone: ZONE, isDryRun: false })
    expect(plan.users.map(u => u.name)).toEqual(['Late'])
    expect(plan.requests).toEqual([])
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        kind: 'request',
        originalId: 786,
        weight: 'unplaced',
        reason: 'was made after its event had been imported',
      }),
    )
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        kind: 'user',
        originalId: 4,
        reason: expect.stringMatching(/^was changed/),
      }),
    )
    const { plan: third } = await importOriginal(original, { timeZone: ZONE, isDryRun: false })
    expect(third.rows).toEqual([])
  })

  test('with another original is refused', async () => {
    await moveIn()
    const other = await read()
    other.users[0] = { ...other.users[0], id: 1, created_at: '2020-01-01 00:00:00' }
    await expect(importOriginal(other, { timeZone: ZONE, isDryRun: false })).rejects.toThrow(
      'another database was imported before',
    )
  })
})

describe('existing data', () => {
  test('a person with the same mail address keeps their role and password, and gets the requests', async () => {
    const here = await createUser({ email: 'Member03@example.org', name: 'Here First' })
    const { plan } = await moveIn()
    expect(await numbers('SELECT count(*) FROM users')).toEqual([80])
    const [after] = await db().select().from(users).where(sql`id = ${here.id}`)
    expect(after).toEqual(here)
    expect(await numbers(`SELECT count(*) > 0 FROM requests WHERE user_id = '${here.id}'`)).toEqual(
      [1],
    )
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        originalId: 3,
        reason: 'was an admin in the original, and stays member here',
      }),
    )
  })

  test('a person added while the import is planned stops it, with nothing written', async () => {
    const original = await read()
    const importing = importOriginal(original, { timeZone: ZONE, isDryRun: false })
    const joining = createUser({ email: 'member80@example.org' })
    await joining
    const { refusal } = await importing
    expect(refusal).toBe('changed-meanwhile')
    expect(
      await numbers('SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM events)'),
    ).toEqual([1, 0])
  })

  test('one row that the database refuses undoes the whole import', async () => {
    await rawClient().execute(
      `CREATE TRIGGER no_more BEFORE INSERT ON requests WHEN NEW.note = 'impossible size'
        BEGIN SELECT RAISE(ABORT, 'disk on fire'); END`,
    )
    const before = await everything()
    await expect(moveIn()).rejects.toThrow(/disk on fire/)
    expect(await everything()).toBe(before)
  })
})
