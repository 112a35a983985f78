import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { addDoorHelper } from '#app/models/hands/door-helpers.server.ts'
import { heldEvent, ticketCodeOf } from '#app/testing/hands.ts'
import type { Page } from './page.ts'
import { createPerson, testSite } from './site.ts'

const HOUR = 3_600_000

const site = testSite({
  seed: async () => {
    const owner = await createPerson({ role: 'organizer', name: 'Olga' })
    const other = await createPerson({ role: 'organizer', name: 'Otto' })
    const [hal, hanna, mia] = [
      await createPerson({ name: 'Hal' }),
      await createPerson({ name: 'Hanna' }),
      await createPerson({ name: 'Mia Berg' }),
    ]
    const held = async (name: string, hours: number, big = 1) => {
      const startsAt = Date.now() + hours * HOUR
      const people = [
        { name: 'Mia Berg', holding: 2, user: mia },
        { name: 'Ben Ode', holding: big },
        { name: 'Lou Loser', holding: 0 },
      ]
      const { event, users } = await heldEvent(people, { ownerId: owner.id, name, startsAt })
      for (const { id: userId } of [hal, hanna])
        await addDoorHelper({ ...owner, userId: owner.id }, event.id, userId)
      const codes = users.map(({ id }) => ticketCodeOf(id))
      return { path: `/events/${event.id}`, codes, ids: users.map(({ id }) => id) }
    }
    return {
      ...{ owner, other, hal, hanna, mia },
      tonight: await held('Tonight', 1),
      race: await held('Race', 1),
      more: await held('More', 1, 20),
      listed: await held('Listed', 300),
      later: await held('Later', 7),
      past: await held('Past', -7),
      empty: await held('Uncounted', -30),
    }
  },
})

type Who = 'owner' | 'other' | 'hal' | 'hanna' | 'mia'
const as = (who: Who) => site().as(site().seeded[who])
const formOf = (page: Page, id: string) => page.form(`here-${id}`)
const press = (page: Page, id: string, count: string) => ({
  ...Object.fromEntries(formOf(page, id).fields),
  count,
})

describe('the door list', () => {
  test('is searched by name, and one press says who is here', async () => {
    const { path, ids } = site().seeded.tonight
    const helper = as('hal')
    const found = await helper.get(`${path}/door?q=mia`)
    expect(found.words).toContain('0 of 3 here')
    expect(found.words).not.toContain('Ben Ode')
    const answer = await helper.post(`${path}/door?q=mia`, press(found, ids[0] ?? '', '2'))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}/door`])
    const after = await helper.get(`${path}/door`)
    expect(after.words).toMatch(/✓?.*Mia Berg: 2 of 2 here\..*2 of 3 here/)
    expect(after.words).not.toContain('Lou Loser')
    expect((await helper.get(`${path}/door?q=nobody`)).words).toContain('No name matches')
  })

  test('writes nothing where someone else counted since the page was shown', async () => {
    const { path, ids } = site().seeded.race
    const [id = ''] = ids
    const pages = await Promise.all([
      as('hal').get(`${path}/door`),
      as('hanna').get(`${path}/door`),
    ])
    const answers = await Promise.all(
      (['hal', 'hanna'] as const).map((who, index) =>
        as(who).post(`${path}/door`, press(pages[index] as Page, id, '1')),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    const refused = answers.find(({ status }) => status === 422)
    expect(refused?.errors).toMatch(
      /Mia Berg: 1 here now\. (Hal|Hanna) set this at .* Nothing was changed/,
    )
    expect((await as('owner').get(`${path}/door`)).words).toContain('1 of 3 here')
  })

  test('asks once more for more people than tickets, and takes a typed number for many', async () => {
    const { path, ids, codes } = site().seeded.more
    const owner = as('owner')
    const page = await owner.get(`${path}/door`)
    const refused = await owner.post(`${path}/door`, press(page, ids[0] ?? '', '3'))
    expect([refused.status, refused.errors]).toEqual([
      422,
      expect.stringContaining('Mia Berg has 2 tickets. To count 3 people, press once more.'),
    ])
    const done = await owner.submit(refused, { form: 'more', button: 'Yes, 3 are here' })
    expect(done.words).toContain('3 people here, 1 more than the tickets')
    const many = await owner.get(`${path}/door/${codes[1]}`)
    const typed = await owner.post(`${path}/door/${codes[1]}`, press(many, ids[1] ?? '', '17'))
    expect(typed.status).toBe(303)
    expect((await owner.get(`${path}/door/${codes[1]}`)).words).toContain('17 of 20 here')
    const wrong = await owner.post(`${path}/door/${codes[1]}`, press(many, ids[1] ?? '', 'x'))
    expect([wrong.status, wrong.errors]).toEqual([422, expect.stringContaining('from 0 to 9999')])
  })
})

describe('the page of a ticket', () => {
  test('is there for organizer and helpers in their hours, and for all others the same 404', async () => {
    const { tonight, later, past } = site().seeded
    const [code] = tonight.codes
    for (const who of ['owner', 'hal'] as const)
      expect((await as(who).get(`${tonight.path}/door/${code}`)).heading).toBe('Mia Berg')
    const nowhere = await as('mia').send('/events/nothing/door/nothing')
    const text = (page: Page) => page.words
    for (const [who, address] of [
      ['mia', `${tonight.path}/door/${code}`],
      ['mia', `${tonight.path}/door/${'0'.repeat(32)}`],
      ['mia', `${tonight.path}/door`],
    ] as const) {
      const page = await as(who).send(address)
      expect([address, page.status, text(page)]).toEqual([address, 404, text(nowhere)])
    }
    for (const [who, address] of [
      ['other', `${tonight.path}/door/${code}`],
      ['hal', `${later.path}/door/${later.codes[0]}`],
      ['hal', `${past.path}/door`],
      ['hal', `${tonight.path}/door/helpers`],
      ['hal', `${tonight.path}/recipients`],
      ['hal', `${past.path}/report`],
      ['owner', `${tonight.path}/door/${tonight.codes[2]}`],
      ['owner', `${tonight.path}/door/${later.codes[0]}`],
    ] as const) {
      const page = await as(who).send(address)
      expect([who, address, page.status]).toEqual([who, address, 404])
    }
  })

  test('helpers are told on the page of the event when their list opens', async () => {
    const { tonight, later, past } = site().seeded
    const event = await as('hal').get(tonight.path)
    expect(event.link('Open the door list')).toBe(`${tonight.path}/door`)
    expect((await as('hal').get(later.path)).words).toContain('The door list opens for you on')
    expect((await as('hal').get(past.path)).words).not.toContain('You help at the door')
  })
})

test('helpers are named by name or email address, and removed', async () => {
  const { path } = site().seeded.listed
  const owner = as('owner')
  const page = await owner.get(`${path}/door/helpers`)
  const refusedFor = async (helper: string) =>
    (await owner.press(page, { form: 'helpers', fields: { helper } })).errors
  expect(await refusedFor('')).toContain('Enter a name or an email address.')
  expect(await refusedFor('Nobody Known')).toContain('Nobody active has this name')
  expect(await refusedFor('Mia Berg')).toContain('Several people have this name.')
  expect(await refusedFor('Hal')).toContain('already helps at the door')
  const added = await owner.submit(page, { form: 'helpers', fields: { helper: 'otto' } })
  expect(added.words).toContain('Otto now helps at the door.')
  const removed = await owner.submit(added, { form: 'remove', button: 'Remove Otto' })
  expect(removed.words).not.toMatch(/Remove Otto/)
})

test('tickets are marked as handed over, and the mark is removed', async () => {
  const { path } = site().seeded.listed
  const owner = as('owner')
  const page = await owner.get(`${path}/recipients`)
  expect(page.words).toMatch(/3 tickets to 2 people\. As of .* Last line of the log: 0\./)
  const mark = (from: Page, button: string) => owner.submit(from, { form: 'handing', button })
  const marked = await mark(page, 'Mark as handed over : Mia Berg')
  expect(marked.words).toMatch(/, by Olga Remove mark : Mia Berg/)
  const file = await owner.send(`${path}/recipients.csv`)
  const rows: Record<string, string>[] = parse(file.text.replace('﻿', ''), { columns: true })
  expect(rows.map(row => `${row.Name} ${row.Tickets} ${row['Handed over by']}`)).toEqual([
    'Ben Ode 1 ',
    'Mia Berg 2 Olga',
  ])
  expect(rows[0]?.['Last line of the log']).toBe('0')
  expect((await mark(marked, 'Remove mark : Mia Berg')).words).not.toContain('by Olga')
  const since = await owner.get(`${path}/recipients?since=0`)
  expect(since.words).toContain('No number has changed since line 0 of the log.')
})

test('reports: what was used, and that nobody knows where nobody counted', async () => {
  const { past, empty } = site().seeded
  const owner = as('owner')
  const door = await owner.get(`${past.path}/door`)
  await owner.post(`${past.path}/door`, press(door, past.ids[0] ?? '', '1'))
  const event = await owner.get(past.path)
  const report = await owner.get(event.link('What became of the tickets'))
  expect(report.words).toMatch(/Given 3 Given back in time 0 Used 1 Wasted 2/)
  const nobody = await owner.get(`${empty.path}/report`)
  expect(nobody.words).toMatch(/Given 3 Given back in time 0 Nobody was counted at the door/)
  expect(nobody.words).not.toContain('Wasted')
  const all = await owner.get((await owner.get('/events/history')).link('Reports'))
  expect(all.words).toMatch(/Events 2 Given 6 Given back in time 0 Used 1 Wasted 2/)
  expect(all.words).toContain('leave out 1 of 2 events')
  expect((await as('other').get('/reports')).words).toContain('No reports yet')
  expect((await as('mia').send('/reports')).status).toBe(404)
  expect((await as('mia').get('/events/history')).words).not.toContain('Reports')
})
