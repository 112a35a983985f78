import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { lockTerms } from '#app/models/draw/locking/lock.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { sealedEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest, managedBy } from '#app/testing/factories.ts'
import { draw } from '../terms.ts'
import type { Person } from './person.ts'
import { createPerson, testSite } from './site.ts'

const gala = { name: '=Gala & Ball', startsAt: Date.UTC(2127, 4, 1, 18), place: '+Hall, left' }

const site = testSite({
  seed: async () => {
    const owner = await createPerson({ role: 'organizer', name: 'Olga' })
    const other = await createPerson({ role: 'organizer', name: 'Otto' })
    const admin = await createPerson({ role: 'admin', name: 'Ada' })
    const mia = await createPerson({ name: 'Mia Winner' })
    const closed = { ownerId: owner.id, closedAt: Date.now() }
    const draft = await createEvent({ ownerId: owner.id, name: 'Not yet', opensAt: null })
    const open = await createEvent({ ownerId: owner.id, name: 'Now' })
    const chosen = await createEvent({ ...closed, name: 'By hand', totalTickets: 5 })
    for (const draftAmount of [2, null])
      await createRequest({ eventId: chosen.id, userId: (await createPerson()).id, draftAmount })
    const { event: drawn } = await sealedEvent(['2', '1'], 5, { ...closed, name: 'By draw' })
    const { event: locked } = await sealedEvent(['2', '1'], 5, { ...closed, name: 'Locked' })
    const source = { kind: 'drand' as const, notBefore: null }
    const terms = { draw: 1, source, withMail: false }
    expect((await lockTerms(locked.id, asViewer(owner), terms)).refusal).toBeUndefined()
    const decided = await createEvent({ ...closed, ...gala })
    await give(decided.id, mia, 2)
    await give(decided.id, await createPerson({ name: '=Cmd() "Winner"' }), 1)
    await give(decided.id, await createPerson({ name: 'Gone Winner', deactivatedAt: 1 }), 1)
    await give(decided.id, await createPerson({ name: 'Lou Loser' }), 0)
    const nobody = await createEvent({ ...closed, name: 'For nobody' })
    await give(nobody.id, mia, 0)
    const past = await createEvent({ ...closed, name: 'Long ago', startsAt: Date.now() - 1000 })
    await give(past.id, await createPerson(), 1)
    const over = await createEvent({ ...closed, name: 'All over', startsAt: Date.now() - 1000 })
    await give(over.id, await createPerson(), 1)
    for (const { id } of [decided, nobody, past, over]) {
      const { allocationVersion } = await managedBy(asViewer(owner), id)
      const how = { allocationVersion, withMail: false }
      expect((await finalize(id, asViewer(owner), how)).refusal).toBeUndefined()
    }
    return {
      owner,
      other,
      admin,
      mia,
      ...idsOf({ draft, open, chosen, drawn, locked, decided, nobody, past }),
    }
  },
})

const asViewer = (person: Person) => ({ ...person, userId: person.id, role: 'organizer' as const })
const give = (eventId: string, { id: userId }: Person, draftAmount: number) =>
  createRequest({ eventId, userId, draftAmount, sizes: '2,1' })
function idsOf<Name extends string>(events: Record<Name, { id: string }>) {
  const ids = Object.entries<{ id: string }>(events).map(([name, { id }]) => [
    name,
    `/events/${id}`,
  ])
  return Object.fromEntries(ids) as Record<Name, string>
}

type Who = 'owner' | 'other' | 'admin' | 'mia'
const as = (who: Who) => site().as(site().seeded[who])
const current = (text: string) => /aria-current="step">([^<]*)</.exec(text)?.[1]
const stages = (text: string) =>
  [...(/<ol class="stages"[\s\S]*?<\/ol>/.exec(text)?.[0] ?? '').matchAll(/<li[^>]*>([^<]*)/g)]
    .map(([, word]) => word)
    .join(' ')
/** The buttons of the panel in sight: not those behind "More". */
const buttons = (text: string) => {
  const panel = /<section class="card organizing"[\s\S]*?<details/.exec(text)?.[0] ?? ''
  return [...panel.matchAll(/class="button( quiet)?"[^>]*>([^<]*)|<button[^>]*>([^<]*)/g)].map(
    ([, quiet = '', link, button]) => `${link ?? button}${quiet}`,
  )
}

test('the organizer of an event first sees its stage and one primary button', async () => {
  const { draft, open, chosen, drawn, locked, decided } = site().seeded
  const seen = async (path: string) => {
    const { text } = await as('owner').get(path)
    return [stages(text), current(text), buttons(text)]
  }
  const [byDraw, byHand] = ['Open Closed Locked Drawn Finalized', 'Open Closed Finalized']
  expect(await seen(draft)).toEqual([`Draft ${byDraw}`, 'Draft', ['Open requests']])
  expect(await seen(open)).toEqual([byDraw, 'Open', ['Close requests now quiet']])
  expect(await seen(chosen)).toEqual([byHand, 'Closed', ['Go on with the list']])
  expect(await seen(drawn)).toEqual([byDraw, 'Closed', ['Decide by draw', 'Decide by hand quiet']])
  expect(await seen(locked)).toEqual([byDraw, 'Locked', ['See the locked terms quiet']])
  expect((await as('owner').get(locked)).words).toMatch(/The draw takes place on \w+day, /)
  expect(await seen(decided)).toEqual([
    byHand,
    'Finalized',
    ['Who gets tickets', 'Tickets after the decision quiet'],
  ])
  for (const who of ['other', 'mia'] as const)
    expect((await as(who).get(open)).text).not.toMatch(/class="stages"|Close requests/)
})

test('from the draw to who gets tickets, each page is one button away', async () => {
  const owner = as('owner')
  const { drawn } = site().seeded
  const choosing = await owner.get(drawn)
  expect(choosing.link('Decide by draw')).toBe(`${drawn}/terms`)
  expect(choosing.link('Decide by hand')).toBe(`${drawn}/allocation`)
  expect(choosing.words).not.toContain('at random')
  await draw(owner, drawn.replace('/events/', ''))
  const made = await owner.get(drawn)
  expect([current(made.text), buttons(made.text)]).toEqual(['Drawn', ['Check and finalize']])
  const finalizing = await owner.get(made.link('Check and finalize'))
  const decided = await owner.submit(finalizing, { form: 'finalize', button: 'Finalize' })
  expect(decided.words).toContain('3 tickets to 2 people.')
  const list = await owner.get(decided.link('Who gets tickets'))
  expect(list.heading).toBe('Who gets tickets')
})

test('a draft is opened by one press, once', async () => {
  const owner = as('owner')
  const { draft } = site().seeded
  expect((await as('mia').send(draft)).status).toBe(404)
  const page = await owner.get(draft)
  const opened = await owner.submit(page, { button: 'Open requests' })
  expect(opened.words).toContain('Requests are open.')
  expect(current((await owner.get(draft)).text)).toBe('Open')
  expect((await as('mia').get(draft)).words).toContain('Ask for tickets')
  const again = await owner.post(`${draft}/closing`, { intent: 'open' })
  expect([again.status, again.errors]).toEqual([422, expect.stringContaining('not a draft')])
  for (const who of ['other', 'mia'] as const)
    expect((await as(who).post(`${draft}/closing`, { intent: 'open' })).status).toBe(404)
})

test('who gets tickets: the winners alone, under event, time and place', async () => {
  const { decided, mia } = site().seeded
  for (const who of ['owner', 'admin'] as const) {
    const { words, text } = await as(who).get(`${decided}/recipients`)
    expect(words).toMatch(/=Gala & Ball.*Thursday,? 1 May 2127, 20:00.*\+Hall, left/)
    expect(words).toContain('4 tickets to 3 people.')
    expect(words).toContain(mia.email)
    expect(words).toContain('Gone Winner (account deactivated)')
    expect(text.match(/<tr\b/g)).toHaveLength(4)
    expect(words).not.toContain('Lou Loser')
  }
  for (const who of ['other', 'mia'] as const)
    for (const path of [`${decided}/recipients`, `${decided}/recipients.csv`])
      expect((await as(who).send(path)).status).toBe(404)
})

test('the file has the same people, names the event in each row, and no formulas', async () => {
  const { decided, mia } = site().seeded
  const file = await as('owner').send(`${decided}/recipients.csv`)
  expect(file.headers.get('content-disposition')).toContain('filename="tickets-gala-ball.csv"')
  const rows: Record<string, string>[] = parse(file.text.replace('\ufeff', ''), { columns: true })
  expect(rows.map(row => `${row.Name}: ${row.Tickets}`)).toEqual([
    `'=Cmd() "Winner": 1`,
    'Gone Winner: 1',
    'Mia Winner: 2',
  ])
  expect(rows[2]).toEqual({
    Name: 'Mia Winner',
    'Email address': mia.email,
    Tickets: '2',
    ...{ Guests: '', 'Handed over': '', 'Handed over by': '' },
    'As of': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d/),
    'Last line of the log': expect.stringMatching(/^\d*$/),
    Event: "'=Gala & Ball",
    Starts: '2127-05-01T20:00',
    Place: "'+Hall, left",
  })
})

test('before the decision, after it was taken back, and for nobody, the list says why it is empty', async () => {
  const owner = as('owner')
  const { chosen, nobody, past } = site().seeded
  expect((await owner.get(`${chosen}/recipients`)).words).toContain('Not decided yet')
  expect((await owner.send(`${chosen}/recipients.csv`)).text.trim().split('\n')).toHaveLength(1)
  expect((await owner.get(`${nobody}/recipients`)).words).toContain('Nobody gets a ticket')
  const undoing = await owner.get(`${past}/finalization`)
  await owner.submit(undoing, { form: 'undo', fields: { reason: 'A slip' } })
  const undone = await owner.get(`${past}/recipients`)
  expect(undone.words).toContain('Not decided yet')
  expect(undone.text).not.toContain('<table')
})

test('the start page keeps what is decided until it has happened, for its organizers', async () => {
  const { decided } = site().seeded
  const home = await as('owner').get('/events')
  expect(home.words).toMatch(/ Decided (By draw .*)?=Gala & Ball/)
  expect(home.text).toContain(`href="${decided}/recipients"`)
  expect(home.words).not.toContain('All over')
  expect((await as('admin').get('/events')).words).toContain('=Gala & Ball')
  expect((await as('other').get('/events')).words).not.toContain('=Gala & Ball')
  const asked = await as('mia').get('/events')
  expect(asked.words).toContain('=Gala & Ball')
  expect(asked.text).not.toContain('/recipients')
})
