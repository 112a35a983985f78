import { createClient } from '@libsql/client'
import { describe, expect, test } from 'vitest'
import { addDemo } from '#app/models/demo/demo.server.ts'
import { importOriginal } from '#app/models/moving-in/import.server.ts'
import { originalTables } from '#app/models/moving-in/original.ts'
import { stopHashing } from '#app/models/sign-in/hashing/password.server.ts'
import { readTables } from '#db/backups/read-tables.ts'
import { db } from '#db/client.ts'
import { events } from '#db/schema.ts'
import { command } from './command.ts'
import { createPerson, testSite } from './site.ts'
import type { Visitor } from './visitor.ts'

/** Many processes or pages, on a machine that may be busy. */
const LONG = 120_000
const ORIGINAL = 'app/testing/original-app.db'

describe('commands beside a server under writes', () => {
  const site = testSite({ seed: async () => ({ admin: await createPerson({ role: 'admin' }) }) })

  test(
    'lose nothing on either side, and neither does the server when it dies right after',
    async () => {
      const writing = { isOn: true, acknowledged: [] as string[], refused: [] as number[] }
      const writers = Array.from({ length: 4 }, (_, number) =>
        keepCreating(site().as(site().seeded.admin), `Written ${number}`, writing),
      )
      const made: string[] = []
      for (let number = 0; number < 6; number += 1) {
        const email = `another${number}@example.org`
        const args = ['--another', '--name', `Another ${number}`, '--email', email]
        const { code, output } = await command(site(), 'setup', args)
        expect(output).toMatch(/is an admin now/)
        if (code === 0) made.push(email)
      }
      expect(await command(site(), 'import', [ORIGINAL])).toMatchObject({ code: 0 })
      expect(await command(site(), 'setup', ['--demo', '--force'])).toMatchObject({ code: 0 })
      writing.isOn = false
      await Promise.all(writers)
      await site().server.stop('SIGKILL')

      const file = createClient({ url: `file:${site().server.database}` })
      const column = async (query: string) => (await file.execute(query)).rows.map(row => row[0])
      expect(writing.refused).toEqual([])
      expect(writing.acknowledged.length).toBeGreaterThan(20)
      expect(await column("SELECT name FROM events WHERE name LIKE 'Written %'")).toEqual(
        expect.arrayContaining(writing.acknowledged),
      )
      expect(made).toHaveLength(6)
      expect(await column("SELECT email FROM users WHERE email LIKE 'another%'")).toEqual(made)
      expect(await column("SELECT count(*) FROM events WHERE name NOT LIKE 'Written %'")).toEqual([
        24 + 13,
      ])
      expect(await column('PRAGMA integrity_check')).toEqual(['ok'])
      file.close()
    },
    LONG,
  )
})

type Writing = { isOn: boolean; acknowledged: string[]; refused: number[] }

async function keepCreating(visitor: Visitor, name: string, writing: Writing): Promise<void> {
  const form = await visitor.get('/events/new')
  for (let number = 0; writing.isOn; number += 1) {
    const fields = {
      name: `${name}.${number}`,
      startsDate: `${new Date().getFullYear() + 1}-10-25`,
      totalTickets: '5',
    }
    const answer = await visitor.press(form, { form: 'event', fields })
    if (answer.status === 303) writing.acknowledged.push(fields.name)
    else writing.refused.push(answer.status)
  }
}

describe('the commands', () => {
  const site = testSite({ seed: () => createPerson({ role: 'admin', name: 'Ada' }) })

  test('lead to the running server, although only its environment has the port', async () => {
    const { url } = site().server
    const args = ['--another', '--name', 'Bo', '--email', 'bo@example.org']
    const env = { ADMIN_PASSWORD: 'two dogs under a table' }
    for (const each of [args, ['--demo', '--force']]) {
      const { output } = await command(site(), 'setup', each, env)
      expect(output).toContain(`${url}/`)
      expect(output).not.toContain(':5000')
    }
  })
})

/** Every page about events and people, as an admin sees it. */
async function visitEverything(admin: Visitor, eventIds: string[]): Promise<void> {
  const ofEvents = eventIds.flatMap(id =>
    [
      '',
      '/edit',
      '/closing',
      '/cancellation',
      '/request',
      '/requests',
      '/requests.csv',
      '/requests/new',
      '/recipients',
      '/recipients.csv',
    ]
      .concat(['/allocation', '/finalization', '/draws', '/why'])
      .map(page => `/events/${id}${page}`),
  )
  const others = ['/events', '/events/history', '/events/history.csv', '/admin', '/admin/users']
  const more = ['/admin/mail', '/admin/audit', '/account', '/account/fairness']
  for (const address of [...others, ...more, ...ofEvents]) {
    const page = await admin.get(address)
    if (page.status !== 200 && page.status !== 404 && page.status !== 409)
      throw new Error(`${address} answers ${page.status} ${page.heading}`)
  }
}

describe('after moving in', () => {
  const site = testSite({
    seed: async () => {
      const original = await readTables(ORIGINAL, originalTables)
      await importOriginal(original, { timeZone: 'Europe/Berlin', isDryRun: false })
      return (await db().select({ id: events.id }).from(events)).map(event => event.id)
    },
  })

  test(
    'the admin of the original signs in with the old password, and every page opens',
    async () => {
      const admin = site().visitor()
      const page = await admin.signIn('member01@example.org', 'original-01')
      expect(page.status).toBe(200)
      expect(page.url).toMatch(/\/events$/)
      await visitEverything(admin, site().seeded)
    },
    LONG,
  )
})

describe('with a season to look at', () => {
  const site = testSite({
    seed: async () => {
      const made = await addDemo(false)
      await stopHashing()
      const ids = (await db().select({ id: events.id }).from(events)).map(event => event.id)
      return { password: 'password' in made ? made.password : '', ids }
    },
  })

  test(
    'its admin signs in with the password that was printed, and every page opens',
    async () => {
      const admin = site().visitor()
      const page = await admin.signIn('ines.hartmann@example.org', site().seeded.password)
      expect(page.url).toMatch(/\/events$/)
      await visitEverything(admin, site().seeded.ids)
    },
    LONG,
  )
})
