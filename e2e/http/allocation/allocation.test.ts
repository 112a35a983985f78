import { describe, expect, test } from 'vitest'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { createPerson, testSite } from '../site.ts'
import { IN_ANOTHER_WINDOW } from '../visitor.ts'

type Seeded = Awaited<ReturnType<typeof seed>>

async function seed() {
  const owner = await createPerson({ role: 'organizer', name: 'Olga Owner' })
  const other = await createPerson({ role: 'organizer' })
  const admin = await createPerson({ role: 'admin' })
  const ann = await createPerson({ name: 'Ann' })
  const bob = await createPerson({ name: 'Bob' })
  const closed = { ownerId: owner.id, closedAt: Date.now(), totalTickets: 4 }
  const eventWith = async (name: string, overrides = {}) => {
    const event = await createEvent({ ...closed, name, ...overrides })
    const note = `note of Ann for ${name}`
    const first = { eventId: event.id, userId: ann.id, sizes: '4,2', note }
    const requests = [
      await createRequest(first),
      await createRequest({ eventId: event.id, userId: bob.id, sizes: '2,1' }),
    ] as const
    return { id: event.id, ann: requests[0].id, bob: requests[1].id }
  }
  return {
    ...{ owner, other, admin, ann, bob },
    drafted: await eventWith('Gala'),
    raced: await eventWith('Race'),
    pressed: await eventWith('Twice'),
    filled: await eventWith('Filled'),
    twice: await eventWith('Filled twice'),
    open: await eventWith('Still open', { closedAt: null }),
    cancelled: await eventWith('Called off', { cancelledAt: 1 }),
    hostile: await eventWith('=HYPERLINK("x")'),
    many: await eventOfMany(owner.id),
  }
}

async function eventOfMany(ownerId: string) {
  const event = await createEvent({ ownerId, closedAt: 1, totalTickets: 300, name: 'Many' })
  for (let i = 0; i < 120; i++) await createRequest({ eventId: event.id })
  return event.id
}

const site = testSite({ seed })
const seeded = (): Seeded => site().seeded
const as = (who: 'owner' | 'other' | 'admin' | 'ann' | 'bob') => site().as(seeded()[who])
const grid = (eventId: string) => `/events/${eventId}/allocation`
const finalization = (eventId: string) => `/events/${eventId}/finalization`

describe('the grid', () => {
  test('is there for those who manage the event, and for nobody else', async () => {
    const { drafted } = seeded()
    for (const path of [
      grid(drafted.id),
      `${grid(drafted.id)}/plain-draw`,
      `${grid(drafted.id)}/none`,
      finalization(drafted.id),
      `/events/${drafted.id}/requests.csv`,
    ]) {
      expect((await as('owner').get(path)).status).toBe(200)
      expect((await as('admin').get(path)).status).toBe(200)
      expect((await as('other').get(path)).status).toBe(404)
      expect((await as('ann').get(path)).status).toBe(404)
      expect((await site().visitor().send(path)).status).toBe(303)
    }
    expect((await as('owner').get(grid('nothing'))).status).toBe(404)
    expect((await as('ann').post(grid(drafted.id), {})).status).toBe(404)
    expect((await as('other').post(finalization(drafted.id), {})).status).toBe(404)
  })

  test('saves, tells undecided from none, and asks why for other amounts', async () => {
    const { drafted } = seeded()
    const owner = as('owner')
    const page = await owner.get(grid(drafted.id))
    expect(page.words).toContain('not decided')
    const fields = { [`amount-${drafted.ann}`]: '3', [`amount-${drafted.bob}`]: '0' }
    const wrong = await owner.press(page, { form: 'grid', fields })
    expect([wrong.status, wrong.title]).toEqual([422, 'Error: The list: Gala – Ticket Allocation'])
    expect(wrong.errors).toContain('Ann: They did not ask for 3 (they asked for 4 › 2). Say why.')
    const because = { [`reason-${drafted.ann}`]: 'Her aunt comes too' }
    const saved = await owner.submit(wrong, { form: 'grid', fields: because })
    expect(saved.words).toContain('2 rows saved')
    expect(saved.words).toContain('not what they asked for')
    expect(saved.words).toContain('○ none')
    const tooMany = { [`amount-${drafted.bob}`]: '2' }
    const over = await owner.press(saved, { form: 'grid', fields: tooMany })
    expect(over.errors).toContain('that would be 5 tickets in all, and there are only 4')
    expect(over.form('grid').fields).toContainEqual([`amount-${drafted.bob}`, '2'])
  })

  test('tells the second of two organizers, and keeps what they typed', async () => {
    const { raced } = seeded()
    const [owner, admin] = [as('owner'), as('admin')]
    const [hers, his] = [await owner.get(grid(raced.id)), await admin.get(grid(raced.id))]
    await owner.submit(hers, { form: 'grid', fields: { [`amount-${raced.ann}`]: '4' } })
    const fields = { [`amount-${raced.ann}`]: '2', [`amount-${raced.bob}`]: '1' }
    const told = await admin.press(his, { form: 'grid', fields })
    expect(told.status).toBe(422)
    expect(told.errors).toContain('Ann: Someone else set this to 4 tickets just now.')
    expect(told.form('grid').fields).toContainEqual([`amount-${raced.bob}`, '1'])
    const over = await admin.submit(told, { form: 'grid' })
    expect(over.words).toContain('2 rows saved')
    expect(over.form('grid').fields).toContainEqual([`amount-${raced.ann}`, '2'])
  })

  test('can only be read while requests come in, and after the event was cancelled', async () => {
    const { open, cancelled } = seeded()
    for (const [event, hint] of [
      [open, 'Close requests first'],
      [cancelled, 'is cancelled'],
    ] as const) {
      const page = await as('owner').get(grid(event.id))
      expect(page.words).toContain(hint)
      expect(page.form('grid').fields.map(([name]) => name)).toEqual(['form-key'])
      const fields = { [`amount-${event.ann}`]: '2', [`was-${event.ann}`]: '|4,2|' }
      const forced = await as('owner').post(grid(event.id), fields)
      expect(forced.status).toBe(422)
      expect(forced.errors).toContain('no longer closed')
    }
  })

  test.each([
    ['nothing', {}],
    ['unknown rows', { 'amount-zzz': '1', 'was-zzz': '|2|' }],
    ['a broken row', { 'amount-zzz': '-5', 'was-zzz': '%%' }],
    ['other names', { foo: 'bar', next: 'x' }],
  ])('answers %s with a page', async (_, fields) => {
    const answer = await as('owner').post(grid(seeded().drafted.id), fields)
    expect([303, 422]).toContain(answer.status)
  })

  test('has pages with one sum, and goes on to the next when asked', async () => {
    const owner = as('owner')
    const page = await owner.get(grid(seeded().many))
    expect(page.words).toContain('Page 1 of 2')
    const next = await owner.submit(page, { form: 'grid', button: 'Save and go to page 2' })
    expect(next.url).toContain('page=2')
    const nobody = await owner.get(`${grid(seeded().many)}?search=nobody&only=x&page=-1`)
    expect(nobody.status).toBe(200)
    expect(nobody.words).toContain('Not decided 120 of 120')
  })

  test('is filled by a plain draw only after a page that asks', async () => {
    const { filled } = seeded()
    const owner = as('owner')
    const asking = await owner.get(`${grid(filled.id)}/plain-draw`)
    expect(asking.words).toContain('Nobody has a number yet')
    expect((await owner.get(grid(filled.id))).words).toContain('Not decided 2 of 2')
    const done = await owner.submit(asking, { form: 'confirm' })
    expect(done.words).toContain('Not decided 0 of 2')
    const stale = await owner.press(asking, { form: 'confirm', fields: IN_ANOTHER_WINDOW })
    expect([stale.status, stale.errors]).toEqual([
      422,
      expect.stringContaining('Someone changed the list'),
    ])
  })

  test('filled twice and finalized, its public log says what decided', async () => {
    const { twice } = seeded()
    const owner = as('owner')
    for (let i = 0; i < 2; i++)
      await owner.submit(await owner.get(`${grid(twice.id)}/plain-draw`), { form: 'confirm' })
    const log = `/events/${twice.id}/draws`
    expect((await as('ann').get(log)).words).not.toContain('random order')
    await owner.submit(await owner.get(finalization(twice.id)), { form: 'finalize' })
    const told = (await as('ann').get(log)).words
    expect(told).toContain('The organizer gave out the tickets by hand')
    expect(told).toContain('filled in 2 times from a random order. It was not sealed')
  })

  test('sets all undecided to none only after a page that asks', async () => {
    const { hostile } = seeded()
    const owner = as('owner')
    const asking = await owner.get(`${grid(hostile.id)}/none`)
    expect(asking.words).toContain('2 of 2 requests are not decided')
    expect((await owner.submit(asking, { form: 'confirm' })).words).toContain('Not decided 0 of 2')
  })
})

describe('finalizing', () => {
  test('from the refusal over the results and mails to taking it back', async () => {
    const { pressed } = seeded()
    const owner = as('owner')
    const early = await owner.get(finalization(pressed.id))
    expect(early.words).toContain('2 requests are not decided yet')
    expect((await owner.post(finalization(pressed.id), {})).errors).toContain('not decided yet')

    const fields = { [`amount-${pressed.ann}`]: '2', [`amount-${pressed.bob}`]: '0' }
    await owner.submit(await owner.get(grid(pressed.id)), { form: 'grid', fields })
    const page = await owner.get(finalization(pressed.id))
    expect(page.words).toMatch(/Ann \S+@example.org 2 tickets yes/)
    expect(page.words).toMatch(/Bob \S+@example.org none yes/)
    expect(page.form('finalize').fields).toContainEqual(['sendMail', 'on'])

    const press = { form: 'finalize', fields: IN_ANOTHER_WINDOW }
    const both = await Promise.all([1, 2].map(() => owner.press(page, press)))
    expect(both.map(answer => answer.status).sort()).toEqual([303, 422])
    const second = both.find(answer => answer.status === 422)
    expect(second?.errors).toContain('already finalized')

    expect((await as('ann').get(`/events/${pressed.id}`)).words).toContain('Your result')
    const sent = await as('admin').get('/admin/mail')
    expect(sent.text.match(/Twice: (2 tickets|no tickets)/g)).toHaveLength(2)
    expect((await owner.get(grid(pressed.id))).words).toContain('everyone can see their number')

    const undoing = await owner.get(finalization(pressed.id))
    const without = await owner.press(undoing, { form: 'undo', fields: { reason: ' ' } })
    expect([without.status, without.errors]).toEqual([
      422,
      expect.stringContaining('Enter a reason'),
    ])
    const draft = await owner.submit(without, {
      form: 'undo',
      fields: { reason: 'Two were swapped' },
    })
    expect(draft.words).toContain('Fill at random (others can’t check it)')
    expect(draft.words).not.toMatch(/Make the draw|Reserved tickets|Decide by draw/)
    expect((await as('ann').get(`/events/${pressed.id}`)).words).not.toContain('Your result')
    const again = await owner.get(finalization(pressed.id))
    expect(again.words).toContain('Email is off, so nobody gets an email.')
    expect(again.words).toContain('no: they already know this number')
    const reopening = await owner.post(`/events/${pressed.id}/closing`, {
      intent: 'reopen',
      closesDate: '2099-01-01',
    })
    expect(reopening.errors).toContain('already been decided')
  })

  test('is refused for open and cancelled events', async () => {
    for (const [event, words] of [
      [seeded().open, 'not closed yet'],
      [seeded().cancelled, 'is cancelled'],
    ] as const) {
      expect((await as('owner').get(finalization(event.id))).words).toContain(words)
      const fields = { allocationVersion: '3', sendMail: 'on' }
      const answer = await as('owner').post(finalization(event.id), fields)
      expect([answer.status, answer.errors]).toEqual([422, expect.stringContaining(words)])
    }
  })

  test.each([
    ['no version', {}],
    ['a broken version', { allocationVersion: '-1', sendMail: 'maybe' }],
    ['an undo of nothing', { intent: 'undo', finalizationId: 'x', reason: 'because' }],
    ['a long reason', { intent: 'undo', finalizationId: 'x', reason: 'x'.repeat(501) }],
  ])('answers %s with a page', async (_, fields) => {
    const answer = await as('owner').post(finalization(seeded().many), fields)
    expect(answer.status).toBe(422)
    expect(answer.errors).not.toBe('')
  })
})

describe('history', () => {
  test('shows everybody the figures, and nobody a draft', async () => {
    const page = await as('bob').get('/events/history')
    expect(page.words).toMatch(/Gala [^G]*Closed 4 6 – not decided – not decided 2 – not decided/)
    expect(page.text).toContain('role="img"')
    const filtered = await as('bob').get('/events/history?state=cancelled&year=')
    expect(filtered.words).toContain('Called off')
    expect(filtered.words).not.toContain('Gala')
    expect((await as('bob').get('/events/history?year=1999')).words).toContain('No event matches')
  })

  test('comes as CSV without formulas', async () => {
    const csv = await as('bob').send('/events/history.csv?state=closed')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.text).toContain(`"'=HYPERLINK(""x"")"`)
    expect(csv.text).not.toContain('Called off')
  })

  test('keeps notes for organizers', async () => {
    const csv = await as('owner').send(`/events/${seeded().drafted.id}/requests.csv`)
    expect(csv.text).toContain('note of Ann for Gala')
    expect((await as('bob').send(`/events/${seeded().drafted.id}/requests.csv`)).status).toBe(404)
  })
})
