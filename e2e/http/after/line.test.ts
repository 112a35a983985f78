import { expect, test } from 'vitest'
import { eventWithStandings } from '#app/testing/standings.ts'
import { rowsOf } from '../database.ts'
import type { Page } from '../page.ts'
import { createPerson, testSite } from '../site.ts'

const WAITING = 30

const site = testSite({
  seed: async () => {
    const owner = await createPerson({ role: 'organizer', name: 'Olga' })
    const make = (name: string, totalTickets: number, waiting = 2, more: object = {}) =>
      seedEvent({ name, totalTickets, ownerId: owner.id, ...more }, waiting)
    return {
      owner,
      moves: await make('Moves', 9),
      refusals: await make('Refusals', 9, 2, { heldBack: 1, heldBackReason: 'House' }),
      long: await make('Long', 8, WAITING),
      quiet: await make('Quiet', 9),
    }
  },
})

/** Mia has 4 and Max 3; others wait for 3 or 2. */
async function seedEvent(overrides: object, waiting: number) {
  const mia = await createPerson({ name: 'Mia' })
  const max = await createPerson({ name: 'Max' })
  const others = []
  for (let n = 1; n <= waiting; n += 1) others.push(await createPerson({ name: `Waiter ${n}` }))
  const { event, people } = await eventWithStandings(
    [
      { userId: mia.id, holding: 4, sizes: '4,2,1' },
      { userId: max.id, holding: 3, sizes: '3,2,1' },
      ...others.map(({ id }) => ({ userId: id, holding: 0, sizes: '3,2' })),
    ],
    overrides,
  )
  return { id: event.id, codes: people.map(({ code }) => code) }
}

const olga = () => site().as(site().seeded.owner)
const rows = (sql: string, args: string[]) => rowsOf(site().server.database, sql, args)
const sentBack = (page: Page) => Object.fromEntries(page.form('move').fields)

test('tickets of two people and a new one go to two named people in one act', async () => {
  const { id, codes } = site().seeded.moves
  const [mia = '', max = '', one = '', two = ''] = codes
  const line = await olga().get(`/events/${id}/line`)
  const page = await olga().get(line.link('Move tickets'))
  const more = await olga().press(page, {
    form: 'move',
    button: 'Add rows',
    fields: { added: '1' },
  })
  expect([more.status, more.errors, sentBack(more).added]).toEqual([200, '', '1'])
  expect(Object.keys(sentBack(more))).toContain('to-4')
  const fields = {
    ...{ 'from-0': mia, 'taken-0': '2', 'fromReason-0': 'Typed twice' },
    ...{ 'from-4': max, 'taken-4': '1', 'fromReason-4': 'Asked us to', 'how-4': 'recall' },
    ...{ 'to-1': one, 'given-1': '3', 'toReason-1': 'Left out' },
    ...{ 'to-3': two, 'given-3': '2', 'toReason-3': 'Left out too' },
    ...{ added: '1', addedReason: 'One more seat' },
  }
  const done = await olga().submit(more, { form: 'move', button: 'Save and tell them', fields })
  expect(done.words).toContain('Saved. The people concerned are told by email.')
  const moved = await rows(
    'SELECT kind, tickets, reason FROM ticket_moves WHERE event_id = ? ORDER BY n',
    [id],
  )
  expect(moved.map(row => [row.kind, row.tickets, row.reason])).toEqual([
    ['lowered', 2, 'Typed twice'],
    ['recalled', 1, 'Asked us to'],
    ['added', 1, 'One more seat'],
    ['given', 3, 'Left out'],
    ['given', 2, 'Left out too'],
    ...moved.slice(5).map(row => [row.kind, row.tickets, row.reason]),
  ])
  const mailed = await rows(
    `SELECT facts ->> 'reason' AS reason FROM mails
      WHERE event_id = ? AND kind = 'changed-by-organizer' ORDER BY reason`,
    [id],
  )
  expect(mailed.map(({ reason }) => reason)).toEqual([
    ...['Asked us to', 'Left out', 'Left out too', 'Typed twice'],
  ])
  const log = await olga().get(`/events/${id}/draws`)
  expect(log.words).toContain('4 of 4 people corrected by an organizer after publishing.')
  expect(log.words).not.toContain('Typed twice')
})

test('every refusal is beside its field, and keeps what was typed', async () => {
  const { id, codes } = site().seeded.refusals
  const [mia = '', max = '', one = ''] = codes
  const page = await olga().get(`/events/${id}/line?act=move`)
  const move = (fields: Record<string, string>) =>
    olga().press(page, { form: 'move', button: 'Save and tell them', fields })
  const take = { 'from-0': mia, 'taken-0': '5', 'fromReason-0': 'Typed twice' }
  const tooMany = await move({ ...take, 'to-0': one, 'given-0': '1', 'toReason-0': 'Left out' })
  expect([tooMany.status, tooMany.errors]).toEqual([
    422,
    expect.stringContaining('They have 4 tickets.'),
  ])
  expect(tooMany.text).toContain('href="#move-taken-0"')
  expect(sentBack(tooMany)).toMatchObject({ ...take, 'to-0': one, 'toReason-0': 'Left out' })

  const give = { 'to-1': one, 'given-1': '9', 'toReason-1': 'Left out' }
  const notFree = await move({ ...take, 'taken-0': '1', ...give })
  expect(notFree.errors).toContain('Only 2 tickets are free for this.')
  expect(notFree.text).toContain('href="#move-given-1"')

  const twice = await move({ ...take, 'to-1': mia, 'given-1': '1', 'toReason-1': 'Back' })
  expect(twice.errors).toContain('This person is in another row already.')
  const half = await move({ 'from-1': max })
  expect(half.errors).toContain('Enter how many tickets, from 1 to 100000.')
  expect(half.errors).toContain('Enter a reason.')
  expect((await move({})).errors).toContain('Fill in at least one row.')
  const unheld = await move({ unheld: '2', addedReason: 'House' })
  expect(unheld.errors).toContain('Fewer tickets are held back than that.')
  const unknown = await move({ 'to-0': 'nobody', 'given-0': '1', 'toReason-0': 'Left out' })
  expect(unknown.errors).toContain('This person is not on the list of this event.')
  expect(await rows('SELECT 1 FROM ticket_moves WHERE event_id = ?', [id])).toEqual([])
})

test('figures come first, then the acts, then who waits in pages of 20', async () => {
  const { id, codes } = site().seeded.long
  const page = await olga().get(`/events/${id}/line`)
  expect(page.words).toMatch(/Free 1 Offered 0 Waiting 30 People have 7 of 8 tickets\./)
  expect(page.words).toContain('1 ticket is free, but nobody who waits can use it.')
  const at = (words: string) => page.words.indexOf(words)
  expect(
    [at('Waiting 30'), at('Move tickets'), at('Waits as number 1')].toSorted((a, b) => a - b),
  ).toEqual([at('Waiting 30'), at('Move tickets'), at('Waits as number 1')])
  expect(page.words).toContain('Waits as number 20')
  expect(page.words).not.toContain('Waits as number 21')
  expect(page.words).not.toContain('Mia')
  const next = await olga().get(`/events/${id}/line?page=2`)
  expect(next.words).toContain('Waits as number 30')
  const holders = await olga().get(`/events/${id}/line?show=holding`)
  expect(holders.words).toMatch(/Mia 4 .*Max 3 /)
  const found = await olga().get(`/events/${id}/line?show=waiting&q=waiter+30`)
  expect(found.words).toContain('Waits as number 30')
  expect(found.words).not.toContain('Waiter 29')
  expect((await olga().get(`/events/${id}/line?q=zzz`)).words).toContain(
    'No name here has “zzz” in it.',
  )
  const change = await olga().get(page.link('Change tickets of Waiter 1'))
  expect(change.heading).toBe('Change tickets for one person')
  expect(change.form('change').fields).toContainEqual(['code', codes[2]])
})

test('one person, held back tickets, and offering have a form each', async () => {
  const { id, codes } = site().seeded.quiet
  const path = `/events/${id}/line`
  const form = await olga().get(`${path}?act=change&person=${codes[0]}`)
  const wrong = await olga().press(form, {
    form: 'change',
    fields: { kind: 'give', tickets: '9', reason: 'Host' },
  })
  expect(wrong.errors).toContain('Only 2 tickets are free for this.')
  expect(wrong.form('change').fields).toContainEqual(['code', codes[0]])
  const hold = await olga().get(`${path}?act=hold`)
  const held = await olga().submit(hold, {
    form: 'hold',
    fields: { heldBack: '1', heldBackReason: 'House' },
  })
  expect(held.words).toContain('1 is held back.')
  const stopped = await olga().submit(held, { button: 'Stop offering' })
  expect(stopped.words).toContain('Tickets are no longer offered.')
  expect((await olga().submit(stopped, { button: 'Offer what is free' })).words).toContain(
    'Free tickets are offered now.',
  )
})
