import { createClient } from '@libsql/client'
import { expect, test } from 'vitest'
import { eventWithStandings } from '#app/testing/standings.ts'
import { createPerson, testSite } from '../site.ts'
import { IN_ANOTHER_WINDOW } from '../visitor.ts'

const site = testSite({
  seed: async () => {
    const owner = await createPerson({ role: 'organizer', name: 'Olga' })
    const [mia, max, eve] = [
      await createPerson({ name: 'Mia' }),
      await createPerson({ name: 'Max' }),
      await createPerson({ name: 'Eve' }),
    ]
    const overrides = { ownerId: owner.id, totalTickets: 5 }
    const make = (name: string, more: object = {}) =>
      eventWithStandings(
        [
          { userId: mia.id, holding: 4, sizes: '4,2,1' },
          { userId: max.id, holding: 1, sizes: '3,2,1' },
          { holding: 0, sizes: '3' },
        ],
        { ...overrides, name, ...more },
      )
    const hour = 3_600_000
    return {
      ...{ owner, mia, max, eve },
      gala: (await make('Gala')).event.id,
      soon: (await make('Soon', { startsAt: Date.now() + hour })).event.id,
      past: (await make('Past', { startsAt: Date.now() - hour })).event.id,
      moves: (await make('Moves')).event.id,
    }
  },
})

async function rows(sql: string, args: string[] = []) {
  const client = createClient({ url: `file:${site().server.database}` })
  const found = await client.execute({ sql, args })
  client.close()
  return found.rows
}

const errorsIn = (page: { errors: string }) => page.errors

test('giving back frees tickets, which are offered at once and accepted', async () => {
  const { mia, max, gala } = site().seeded
  const [first, second] = [site().as(mia), site().as(max)]
  const page = `/events/${gala}/return`
  expect((await first.get(`/events/${gala}`)).words).toContain('Give tickets back')

  const shown = await first.get(page)
  expect(shown.words).toContain('You have 4 tickets for Gala.')
  const empty = await first.submit(shown, { form: 'return' })
  expect(empty.status).toBe(422)
  expect(errorsIn(empty)).toContain('Choose how many tickets.')

  const given = await first.submit(shown, { form: 'return', fields: { tickets: '2' } })
  expect(given.words).toContain('You gave back 2 tickets. Thank you. You now have 2.')
  expect(given.words).toContain('You have 2 tickets.')
  expect(given.words).toContain('You got 4 at first and gave 2 back.')

  // The page that shows 4 is stale.
  const stale = await first.submit(shown, {
    form: 'return',
    fields: { tickets: '4', ...IN_ANOTHER_WINDOW },
  })
  expect(stale.status).toBe(422)
  expect(errorsIn(stale)).toContain('Your number of tickets has changed')
  expect(stale.words).toContain('You have 2 tickets for Gala.')

  const home = await second.get('/events')
  expect(home.words).toMatch(
    /Tickets for you Gala .* We hold 2 tickets for you until .* Answer the offer/,
  )
  const [offer] = await rows(
    "SELECT id, user_id FROM offers WHERE event_id = ? AND user_id = ? AND state = 'open'",
    [gala, max.id],
  )
  const address = `/events/${gala}/offers/${offer?.id}`
  expect((await first.send(address)).status).toBe(404)
  const answering = await second.get(address)
  expect(answering.words).toContain('You can have 2 tickets')
  expect(answering.words).toContain('2 tickets, so that you have 3')
  const accepted = await second.submit(answering, { form: 'accept', fields: { tickets: '1' } })
  expect(accepted.words).toContain('You accepted 1 ticket.')
  expect(accepted.words).toContain('You have 2 tickets.')
  const again = await second.submit(answering, {
    form: 'accept',
    fields: { tickets: '1', ...IN_ANOTHER_WINDOW },
  })
  expect(again.status).toBe(422)
  expect(errorsIn(again)).toContain('This offer has ended.')
  expect(again.words).toContain('You were offered 2 tickets and accepted 1')
  expect(again.words).toContain('Put me back')

  const kinds = await rows('SELECT kind FROM mails WHERE event_id = ? ORDER BY kind', [gala])
  expect(kinds.map(({ kind }) => kind)).toEqual(['answered', 'offer', 'returned'])
})

test('the waiting list: declining, coming back, striking out, leaving, joining', async () => {
  const { mia, max, eve, moves } = site().seeded
  const list = `/events/${moves}/waiting-list`
  const [first, second, third] = [site().as(mia), site().as(max), site().as(eve)]
  const waiting = await second.get(list)
  expect(waiting.words).toContain('1 person is before you.')
  expect(waiting.words).toMatch(/People waiting 2 Tickets offered 0 Tickets free 0/)

  expect(waiting.words.match(/You wait for/g)).toHaveLength(1)
  const struck = await second.submit(waiting, { form: 'sizes', fields: { sizes: ['2'] } })
  expect(struck.words).toContain('Your numbers are saved.')
  const sizes = struck.form('sizes')
  expect(sizes.fields.filter(([name]) => name === 'sizes')).toEqual([['sizes', '2']])
  const joining = await third.get(list)
  expect(errorsIn(await third.submit(joining, { form: 'join' }))).toContain('Tick at least one')
  const joined = await third.submit(joining, { form: 'join', fields: { sizes: ['2', '1'] } })
  expect(joined.words).toContain('You are on the waiting list.')
  expect((await third.get('/events')).words).toContain('Moves')

  await first.submit(await first.get(`/events/${moves}/return`), {
    form: 'return',
    fields: { tickets: '1' },
  })
  // The next in turn needs 3, so the one who joined is offered the ticket.
  const passed = await second.get(list)
  expect(passed.words).toMatch(/People waiting 2 Tickets offered 1/)
  expect(passed.words).toContain('1 ticket was free.')
  const offered = await third.get(list)
  const answering = await third.get(offered.link('Answer the offer'))
  const declined = await third.submit(answering, { button: 'Decline' })
  expect(declined.words).toContain('You declined the offer.')
  expect(declined.words).toContain('You declined 1 ticket')
  const back = await third.submit(declined, { button: 'Put me back' })
  expect(back.words).toContain('You are waiting for tickets again.')
  const left = await second.submit(await second.get(list), { button: 'Leave the waiting list' })
  expect(left.words).toContain('You left the waiting list. You can come back to the same place.')
})

test('in the last call, the first press takes', async () => {
  const { mia, max, soon } = site().seeded
  await site()
    .as(mia)
    .submit(await site().as(mia).get(`/events/${soon}/return`), {
      form: 'return',
      fields: { tickets: '1' },
    })
  const second = site().as(max)
  expect((await second.get(`/events/${soon}`)).words).toContain('Last call')
  const page = await second.get(`/events/${soon}/waiting-list`)
  const taken = await second.submit(page, { form: 'take' })
  expect(taken.words).toContain('You took 1 ticket.')
  const late = await second.submit(page, { form: 'take', fields: IN_ANOTHER_WINDOW })
  expect(errorsIn(late)).toMatch(/Someone else was faster|no longer take/)
})

test('after the start nothing can be given back, and who has none has nothing to give', async () => {
  const { mia, eve, past, gala } = site().seeded
  const page = await site().as(mia).get(`/events/${past}/return`)
  expect(page.words).toContain('The event has started')
  const sent = await site().as(mia).post(`/events/${past}/return`, { tickets: '1', seen: '4' })
  expect(sent.status).toBe(422)
  expect(errorsIn(sent)).toContain('The event has started')
  expect((await site().as(eve).get(`/events/${gala}/return`)).words).toContain(
    'nothing to give back',
  )
  const none = await site().as(eve).post(`/events/${gala}/return`, { tickets: '1', seen: '0' })
  expect(errorsIn(none)).toContain('nothing to give back')
})
