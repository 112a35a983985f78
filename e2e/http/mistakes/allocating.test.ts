import { expect, test } from 'vitest'
import { rowsOf } from '../database.ts'
import { testSite } from '../site.ts'
import {
  as,
  askBetween,
  countDecisions,
  draftOf,
  eventRow,
  finalize,
  give,
  pathOf,
  saveBoth,
  undo,
} from './attempts.ts'
import { NOTE, type SceneSite, setScene, setUnguardedScene } from './scene.ts'

const site = testSite({ seed: setScene })
/** Here the database has no guards, and the mistakes happen. */
const unguarded = testSite({ seed: setUnguardedScene, env: { SCHEMA_CHECK: 'off' } })

test('negative or over-capacity allocations', async () => {
  const { negative } = site().seeded
  for (const amount of ['-1', '-0', '1e3', '2.5', '999999999999']) {
    const answer = await give(site(), negative, [amount, undefined])
    expect([answer.status, answer.errors]).toEqual([422, expect.stringContaining('Ann: ')])
    expect(answer.form('grid').fields).toContainEqual([`amount-${negative.ann}`, amount])
  }
  expect((await give(site(), negative, ['4', '2'])).errors).toContain('that would be 6 tickets')
  expect(await draftOf(site(), negative)).toEqual([null, null])

  expect((await give(unguarded(), unguarded().seeded.negative, ['4', '2'])).status).toBe(303)
  expect(await draftOf(unguarded(), unguarded().seeded.negative)).toEqual([4, 2])
})

test('over-capacity allocations by two who save at once', async () => {
  const race = (at: SceneSite) =>
    Promise.all([
      give(at, at.seeded.raced, ['4', undefined]),
      give(at, at.seeded.raced, [undefined, '2']),
    ])
  expect((await race(site())).map(answer => answer.status).sort()).toEqual([303, 422])
  expect((await race(unguarded())).map(answer => answer.status)).toEqual([303, 303])
})

test('total lowered below what is given', async () => {
  const lower = async (at: SceneSite) => {
    const { lowered } = at.seeded
    const page = await as(at, 'owner').get(pathOf(lowered, '/edit'))
    const fields = { totalTickets: '5' }
    const answer = await as(at, 'owner').press(page, { form: 'event', fields })
    return { answer, total: (await eventRow(at, lowered)).total_tickets }
  }
  const { answer, total } = await lower(site())
  expect(answer.status).toBe(422)
  expect(answer.errors).toContain('6 tickets already given. The total can’t be lower.')
  expect(answer.form('event').fields).toContainEqual(['totalTickets', '5'])
  expect(total).toBe(10)
  expect((await lower(unguarded())).total).toBe(5)
})

test('total lowered below what is given, after finalizing too', async () => {
  const { again } = site().seeded
  await finalize(site(), again)
  const page = await as(site(), 'owner').get(pathOf(again, '/edit'))
  const fields = { totalTickets: '5' }
  const answer = await as(site(), 'owner').press(page, { form: 'event', fields })
  expect(answer.errors).toContain('6 tickets already given')
  await undo(site(), again)
})

test('a request that arrives while the organizer is saving being silently given 0', async () => {
  const setToNone = async (at: SceneSite) => {
    const [owner, { arrived }] = [as(at, 'owner'), at.seeded]
    const asking = await owner.get(pathOf(arrived, '/allocation/none'))
    expect(asking.words).toContain('2 of 2 requests are not decided')
    await askBetween(at, arrived, as(at, 'otherOrganizer'))
    return { answer: await owner.press(asking, { form: 'confirm' }), at, arrived }
  }
  const { answer, arrived } = await setToNone(site())
  expect([answer.status, answer.errors]).toEqual([422, expect.stringContaining('Nothing was')])
  expect(answer.words).toContain('3 of 3 requests are not decided')
  expect(await draftOf(site(), arrived)).toEqual([null, null, null])
  await setToNone(unguarded())
  expect(await draftOf(unguarded(), unguarded().seeded.arrived)).toEqual([0, 0, 0])
})

test('a request that arrives while the organizer fills the grid stays undecided, and holds up finalizing', async () => {
  const { reopened } = site().seeded
  const owner = as(site(), 'owner')
  const grid = await owner.get(pathOf(reopened, '/allocation'))
  await askBetween(site(), reopened, as(site(), 'otherOrganizer'))
  expect((await give(site(), reopened, ['4', '2'], grid)).status).toBe(303)
  expect(await draftOf(site(), reopened)).toEqual([4, 2, null])
  const answer = await finalize(site(), reopened)
  expect([answer.status, answer.errors]).toEqual([
    422,
    expect.stringContaining('One request is not decided yet.'),
  ])
  expect(await countDecisions(site(), reopened)).toEqual({ finalizations: 0, mails: 0 })
})

test('finalizing a cancelled event', async () => {
  const answer = await finalize(site(), site().seeded.cancelled)
  expect([answer.status, answer.errors]).toEqual([422, expect.stringContaining('is cancelled')])
  expect(await countDecisions(site(), site().seeded.cancelled)).toEqual({
    finalizations: 0,
    mails: 0,
  })
  await finalize(unguarded(), unguarded().seeded.cancelled)
  expect(await countDecisions(unguarded(), unguarded().seeded.cancelled)).toEqual({
    finalizations: 1,
    mails: 2,
  })
})

test('finalizing twice, or mailing twice', async () => {
  const press = async (at: SceneSite) => {
    const [owner, { twice }] = [as(at, 'owner'), at.seeded]
    // In three windows: a second press of one of them would get the answer of the first.
    const open = () => owner.get(pathOf(twice, '/finalization'))
    const pages = await Promise.all([open(), open(), open()])
    const answers = await Promise.all(pages.map(page => owner.press(page, { form: 'finalize' })))
    return {
      statuses: answers.map(answer => answer.status).sort(),
      ...(await countDecisions(at, twice)),
    }
  }
  expect(await press(site())).toEqual({ statuses: [303, 422, 422], finalizations: 1, mails: 2 })
  // No second mails even here: people who were mailed this result are no recipients.
  expect(await press(unguarded())).toMatchObject({ finalizations: 3 })
})

test('mailing twice when results are taken back: only those whose number changed hear again', async () => {
  const { again } = site().seeded
  await finalize(site(), again)
  const { mails } = await countDecisions(site(), again)
  await undo(site(), again)
  await finalize(site(), again)
  expect((await countDecisions(site(), again)).mails).toBe(mails)
  await undo(site(), again)
  await give(site(), again, [undefined, '1'])
  await finalize(site(), again)
  expect((await countDecisions(site(), again)).mails).toBe(mails + 1)
})

test('editing a request after seeing the result', async () => {
  const editAfterwards = async (at: SceneSite) => {
    const [owner, bob, { seen }] = [as(at, 'owner'), as(at, 'bob'), at.seeded]
    const open = await bob.get(pathOf(seen, '/request'))
    const withdrawal = await bob.get(pathOf(seen, '/request/withdrawal'))
    await owner.post(pathOf(seen, '/closing'), { intent: 'close' })
    await give(at, seen, ['4', '1'])
    expect((await finalize(at, seen)).status).toBe(303)
    expect((await bob.get(pathOf(seen))).words).toContain('You got 1 ticket.')
    const sizes = { sizes: ['8'], note: 'I meant eight' }
    const answer = await bob.press(open, { form: 'request', fields: sizes })
    const query = 'SELECT sizes FROM requests WHERE id = ?'
    const [row] = await rowsOf(at.server.database, query, [seen.bob])
    return { bob, seen, open, withdrawal, answer, sizes: row?.sizes }
  }
  const { bob, seen, open, withdrawal, answer, sizes } = await editAfterwards(site())
  expect([answer.status, answer.errors]).toEqual([422, expect.stringContaining('not open')])
  expect(answer.text).toContain('I meant eight')
  expect(sizes).toBe('2,1')
  expect((await bob.press(withdrawal, { form: 'withdrawal' })).status).toBe(422)
  await undo(site(), seen)
  const later = await bob.press(open, { form: 'request', fields: { sizes: ['8'] } })
  expect([later.status, later.errors]).toEqual([422, expect.stringContaining('not open')])
  expect((await editAfterwards(unguarded())).sizes).toBe('8')
})

test("members reading each other's notes", async () => {
  const { noted } = site().seeded
  const pages = ['', '/request', '/requests', '/requests.csv', `/requests/${noted.ann}`, '/why']
  const more = ['/allocation', '/finalization', '/draws', '/pins', '/comparison', '/left-behind']
  const addresses = [...pages, ...more].map(page => pathOf(noted, page))
  const others = ['/events', '/events/history', '/events/history.csv', '/account/fairness']
  for (const who of ['bob', 'otherOrganizer'] as const) {
    for (const address of [...addresses, ...others]) {
      const { text } = await as(site(), who).get(address)
      const own = who === 'bob' && address.endsWith('/request') ? 1 : 0
      const read = text.replace(/<head>[\s\S]*<\/head>/, '').split(`${NOTE}Noted`).length - 1
      expect({ who, address, read: Math.min(read, 1) }).toEqual({ who, address, read: own })
    }
  }
  for (const page of ['/requests', '/requests.csv', '/allocation'])
    expect((await as(site(), 'owner').get(pathOf(noted, page))).text).toContain(`${NOTE}Noted`)
})

test('draft numbers leaking into history', async () => {
  const { drafted, again } = site().seeded
  const addresses = ['/events', '/events/history', '/events/history.csv', '/account/fairness']
  const pages = ['', '/request', '/why', '/draws'].map(page => pathOf(drafted, page))
  for (const who of ['ann', 'bob', 'otherOrganizer'] as const) {
    for (const address of [...addresses, ...pages]) {
      const { text } = await as(site(), who).get(address)
      expect({ who, address, leaks: /\b(23|977)\b/.test(wordsOf(text)) }).toEqual({
        ...{ who, address },
        leaks: false,
      })
    }
  }
  const history = await as(site(), 'bob').get('/events/history')
  expect(history.words).toMatch(/Drafted .{10,30} Closed 1000 6 – not decided – not decided/)
  // Final amounts are listed there.
  await finalize(site(), again)
  expect((await as(site(), 'bob').get('/events/history')).words).toMatch(
    /Again .{10,30} Finalized 10 6 5 5/,
  )
})

/** Without dates and addresses, which may contain any number. */
const wordsOf = (html: string) =>
  html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<(time|dd)\b[^>]*>[^<]*\d{4}[^<]*<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\d{1,2} \w{3,9} \d{4}[^<,]{0,12}|\d\d:\d\d/g, '')

test('"0" looking like "not decided"', async () => {
  const { zero, twice } = site().seeded
  const grid = await as(site(), 'owner').get(pathOf(zero, '/allocation'))
  expect(grid.words).toContain('Not decided 1 of 2')
  expect(grid.words).toContain('○ none')
  expect(grid.form('grid').fields).toEqual(
    expect.arrayContaining([
      [`amount-${zero.ann}`, '0'],
      [`amount-${zero.bob}`, ''],
    ]),
  )
  const csv = await as(site(), 'owner').send(pathOf(zero, '/requests.csv'))
  const cells = (name: string) => csv.text.split('\r\n').find(line => line.startsWith(name))
  expect(cells('Ann')).toMatch(/,0,,,,,$/)
  expect(cells('Bob')).toMatch(/,,,,,,$/)
  // Before the decision a draft 0 says nothing; afterwards it says none.
  expect((await as(site(), 'ann').get(pathOf(zero))).words).toContain('Waiting for the result.')
  expect((await as(site(), 'bob').get(pathOf(twice))).words).toContain(
    'You did not get a ticket this time.',
  )
  expect((await as(site(), 'bob').get(pathOf(twice))).words).not.toContain(
    'Waiting for the result.',
  )
})

test('two organizers overwriting each other without being told', async () => {
  const edit = (at: SceneSite) =>
    saveBoth(at, pathOf(at.seeded.edited, '/edit'), 'event', [
      { place: 'Old mill' },
      { notes: 'Bring a coat' },
    ])
  const told = await edit(site())
  expect([told.status, told.errors]).toEqual([
    422,
    expect.stringContaining('changed the event while'),
  ])
  expect(told.words).toContain('Old mill')
  expect(told.form('event').fields).toContainEqual(['notes', 'Bring a coat'])
  expect(await eventRow(site(), site().seeded.edited)).toMatchObject({
    place: 'Old mill',
    notes: '',
  })
  await edit(unguarded())
  expect((await eventRow(unguarded(), unguarded().seeded.edited)).place).not.toBe('Old mill')

  const change = (at: SceneSite) =>
    saveBoth(at, pathOf(at.seeded.edited, `/requests/${at.seeded.edited.ann}`), 'request', [
      { sizes: ['3'] },
      { sizes: ['5'] },
    ])
  expect((await change(site())).errors).toContain('changed')
  expect((await change(unguarded())).status).toBe(303)

  const give = (at: SceneSite) =>
    saveBoth(at, pathOf(at.seeded.noted, '/allocation'), 'grid', [
      { [`amount-${at.seeded.noted.ann}`]: '2' },
      { [`amount-${at.seeded.noted.ann}`]: '0' },
    ])
  const second = await give(site())
  expect(second.errors).toContain('Ann: Someone else set this to 2 tickets just now.')
  expect(await draftOf(site(), site().seeded.noted)).toEqual([2, 2])
  await give(unguarded())
  expect(await draftOf(unguarded(), unguarded().seeded.noted)).toEqual([0, 2])
})
