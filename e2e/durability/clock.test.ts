import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFaultySes } from '#app/mail/testing/faulty-ses.ts'
import { PASSWORD } from '../http/person.ts'
import { Visitor } from '../http/visitor.ts'
import { startServer } from '../server.ts'
import { seedCast } from './cast.ts'
import { settableClock } from './clock.ts'
import { askShell, findDamage } from './shell.ts'

const DAY = 86_400
const folder = mkdtempSync(path.join(tmpdir(), 'tickets-clock-'))
const clock = settableClock(folder)
const noClock = typeof clock === 'string' ? clock : undefined
if (noClock) console.log(`Without a clock that can be set: ${noClock}`)

let ses: Awaited<ReturnType<typeof startFaultySes>>
beforeAll(async () => {
  ses = await startFaultySes()
})
afterAll(() => {
  ses.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await wait(50)
  }
}

test.skipIf(noClock).each(['deno', 'node'] as const)(
  'on %s: whatever the clock does, nobody is locked out, mail leaves, the trail is in order, and nothing fails',
  async runtime => {
    if (typeof clock === 'string') return
    await ses.clear()
    clock.set(0)
    const database = path.join(folder, runtime, 'tickets.db')
    const { admin, members, openEventIds } = await seedCast(database)
    const env = {
      ...{ MAIL_ENABLED: 'true', AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' },
      ...{ SES_ENDPOINT: ses.url, BACKUP_EVERY_HOURS: '24' },
      ...clock.env,
    }
    const server = await startServer({ runtime, database, env })
    const said: string[] = []
    for (const [days, name] of [
      [0, 'now'],
      [400, 'ahead'],
      [-400, 'behind'],
      [0, 'now again'],
    ] as const) {
      clock.set(days * DAY)
      const before = await ses.received()
      const visitor = new Visitor(server.url)
      expect(await visitor.signIn(admin.email, PASSWORD)).toMatchObject({ status: 200 })
      const email = `${name.replace(' ', '-')}@example.org`
      const page = await visitor.get('/admin/users/new')
      const added = await visitor.press(page, {
        form: 'person',
        fields: { name, email, role: 'member' },
      })
      expect(added.status).toBe(303)
      const member = new Visitor(server.url)
      await member.signIn(members[0]?.email ?? '', PASSWORD)
      const asking = await member.get(`/events/${openEventIds[0]}/request`)
      said.push(`${name}: ${asking.forms.some(({ id }) => id === 'request') ? 'open' : 'not open'}`)
      expect(asking.status).toBeLessThan(500)
      // The timers go on: mail leaves, and entries get their links.
      await until(`mail to ${email}`, async () => (await ses.received()).length > before.length)
      await until('links', () => unlinked(database) === 0)
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    }
    expect(said).toEqual(['now: open', 'ahead: not open', 'behind: not open', 'now again: open'])
    await server.stop()
    expect(server.output()).not.toMatch(/task failed|request failed|does not hold/)
    expect(server.output()).toContain('backed up')
    expect(findDamage(database)).toEqual([])
    expect(orderOfAdding(database)).toEqual(['now', 'ahead', 'behind', 'now again'])
  },
)

function unlinked(database: string): number {
  const [row] = askShell(
    database,
    'SELECT (SELECT max(id) FROM audit_entries) - (SELECT coalesce(max(entry_id), 0) FROM audit_links) AS n',
  )
  return Number(row?.n)
}

/** Sorted by number, because times are not reliable here. */
function orderOfAdding(database: string) {
  return askShell(
    database,
    `SELECT after ->> 'name' AS name FROM audit_entries
      WHERE action = 'user.created' AND actor_id IS NOT NULL ORDER BY id`,
  ).map(({ name }) => name)
}
