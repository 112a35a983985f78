import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDrawDocument } from '#app/allocation/document/document.ts'
import { verifyDraw } from '#app/allocation/document/verify.ts'
import { sha256 } from '#app/allocation/ranking.ts'
import { startLocalBeacon } from '#app/models/draw/beacon/testing/local-beacon.ts'
import { secondFormOf } from '#app/models/draw/beacon/testing/test-chain.ts'
import { lockTerms } from '#app/models/draw/locking/lock.server.ts'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { createEvent, createRequest, viewerOf } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { LOCK } from '../../terms.ts'
import type { Page } from '../page.ts'
import { createPerson, testSite } from '../site.ts'
import { type Fields, IN_ANOTHER_WINDOW, type Visitor } from '../visitor.ts'

/** Long enough to press several times before the draw, also on a busy machine. */
const beacon = await startLocalBeacon({ leastSeconds: 3 })
afterAll(() => beacon.stop())

async function seed() {
  const owner = await createPerson({ role: 'organizer', name: 'Olga Owner' })
  const [ann, bob] = [await createPerson({ name: 'Ann' }), await createPerson({ name: 'Bob' })]
  const asked = async (name: string, overrides = {}) => {
    const { id } = await createEvent({
      ...{ ownerId: owner.id, name, totalTickets: 3, closedAt: Date.now() },
      ...overrides,
    })
    const request = await createRequest({ eventId: id, userId: ann.id, sizes: '2,1' })
    await createRequest({ eventId: id, userId: bob.id, sizes: '3' })
    await write(stepsToSeal(id))
    return { id, ann: request.id }
  }
  const numbers = await asked('By numbers')
  // The page takes minutes, not seconds.
  const notBefore = Date.now() + 7000
  const source = { kind: 'numbers' as const, notBefore, text: 'Dice, 3 numbers' }
  const locked = { draw: 1, source, withMail: false }
  expect(await lockTerms(numbers.id, viewerOf(owner), locked)).toMatchObject({ refusal: undefined })
  return {
    numbers,
    ...{ owner, ann, bob, other: await createPerson({ role: 'organizer' }) },
    drawn: await asked('By itself'),
    pasted: await asked('Pasted'),
    unlocked: await asked('Unlocked'),
    frozen: await asked('All is fixed'),
    cancelled: await asked('Cancelled while locked'),
    twice: await asked('Pressed twice'),
    early: await asked('By numbers of another day'),
    refused: await asked('Refused'),
    far: await asked('Far away'),
    open: await asked('Still open', { closedAt: null }),
  }
}

const site = testSite({ seed, env: beacon.env })
const seeded = () => site().seeded
type Who = 'owner' | 'ann' | 'bob' | 'other'
const as = (who: Who) => site().as(seeded()[who])
const at = (eventId: string, rest = '') => `/events/${eventId}${rest}`

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
/** So late that it does not come between the presses of a test. */
const LATER = { when: 'later', drawDate: dayIn(3) }

async function lock(eventId: string, fields: Fields = {}): Promise<Page> {
  const page = await as('owner').get(at(eventId, '/terms'))
  return as('owner').submit(page, { form: 'terms', button: LOCK, fields })
}

async function awaitPage(visitor: Visitor, path: string, words: string): Promise<Page> {
  for (let looks = 0; looks < 200; looks += 1) {
    const page = await visitor.get(path)
    if (page.words.includes(words)) return page
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  throw new Error(`${path} never said "${words}"`)
}

const awaitDraw = (eventId: string, draw = 1) =>
  awaitPage(as('ann'), at(eventId, `/draws/${draw}`), 'The order, first to last')

async function documentOf(eventId: string, draw = 1) {
  const { text } = await as('ann').get(at(eventId, `/draws/${draw}.json`))
  return { text, document: readDrawDocument(JSON.parse(text)) }
}

async function lockedJson(eventId: string, draw = 1) {
  return JSON.parse((await as('bob').get(at(eventId, `/draws/${draw}.json`))).text)
}

const roundOf = (locked: { publicValueSource: string }) =>
  Number(locked.publicValueSource.split(':').at(-1))

describe('terms that are locked', () => {
  test('are public at once, with the secret; the draw makes itself when the round is there', async () => {
    const { drawn } = seeded()
    const page = await as('owner').get(at(drawn.id, '/terms'))
    expect(page.words).toMatch(/Rule Fair-share draw .*Tickets in all 3/)
    expect(page.words).toContain('Email is off, so nobody is sent anything')
    const locked = await as('owner').submit(page, { form: 'terms', button: LOCK })
    expect(locked.heading).toBe('Draw 1')
    expect(locked.words).toMatch(/The terms are locked. The draw is on .* CES?T/)
    expect(locked.words).toMatch(/The draw takes place at \d\d:\d\d/)
    expect(locked.words).toContain('only readers of this page hold a witness')
    const json = await lockedJson(drawn.id)
    expect(Object.keys(json)).not.toContain('publicValue')
    expect(json.terms).toContain(`source|drand:${beacon.beacon.chainHash}:`)
    expect(sha256(json.secret)).toBe(json.commitment)
    for (const [path, words] of [
      ['', /The terms are locked. The draw takes place on/],
      ['/draws', /Terms of draw 1 , locked .* by Olga Owner. Time of the draw/],
      ['/draws/1', RegExp(json.termsHash)],
    ] as const)
      expect((await as('bob').get(at(drawn.id, path))).words).toMatch(words)

    const made = await awaitDraw(drawn.id)
    expect(made.words).toMatch(/Public value: Round \d+ of drand/)
    expect(made.words).toContain('Who could still cheat')
    const { text, document } = await documentOf(drawn.id)
    expect(verifyDraw(text, { beacon: beacon.beacon }).holds).toBe(true)
    expect(document).toMatchObject(json)
    expect((await as('owner').get(at(drawn.id, '/allocation'))).words).toContain('This is a draft')
  })

  test('are locked once, and not by a page that shows other terms', async () => {
    const { twice } = seeded()
    const owner = as('owner')
    const stale = await owner.get(at(twice.id, '/terms'))
    await owner.submit(await owner.get(at(twice.id, '/pins')), {
      form: 'hold',
      fields: { heldBack: '1', heldBackReason: 'For the press' },
    })
    const text = 'Lottery of Saturday, 6 numbers'
    const fields = { source: 'drand', numbersText: text, ...IN_ANOTHER_WINDOW }
    const refused = await owner.press(stale, { form: 'terms', button: LOCK, fields })
    expect([refused.status, refused.errors]).toEqual([422, expect.stringContaining('has changed')])
    expect(refused.words).toContain('Held back 1: For the press')
    expect(refused.form('terms').fields).toContainEqual(['numbersText', text])
    const press = () =>
      owner.press(refused, { form: 'terms', button: LOCK, fields: IN_ANOTHER_WINDOW })
    const presses = await Promise.all([press(), press(), press()])
    expect(presses.map(({ status }) => status).sort()).toEqual([303, 422, 422])
    const late = presses.find(({ status }) => status === 422)
    expect(late?.errors).toContain('already locked')
  })

  test('are nobody else’s to lock or to unlock', async () => {
    const { far } = seeded()
    for (const who of ['ann', 'other'] as const) {
      expect((await as(who).get(at(far.id, '/terms'))).status).toBe(404)
      for (const intent of ['lock', 'unlock', 'cancel'])
        expect((await as(who).post(at(far.id, '/terms'), { intent, draw: '1' })).status).toBe(404)
    }
    const old = await as('owner').send(at(far.id, '/draws/new'))
    expect([old.status, old.headers.get('location')]).toEqual([301, at(far.id, '/terms')])
  })

  test('say beside the field what is wrong, and keep what was typed', async () => {
    const { refused } = seeded()
    const owner = as('owner')
    const page = await owner.get(at(refused.id, '/terms'))
    const press = (fields: Fields) =>
      owner.press(page, {
        form: 'terms',
        button: LOCK,
        fields: { ...fields, ...IN_ANOTHER_WINDOW },
      })
    const later = { source: 'drand', when: 'later' }
    const numbers = { source: 'numbers', numbersText: 'Lottery | 6', numbersDate: '2020-01-01' }
    const cases: [Fields, string][] = [
      [{ source: undefined }, 'Choose a public value'],
      [{ source: 'dice' }, 'Choose a public value'],
      [later, 'Enter a date such as'],
      [{ ...later, drawDate: '2020-01-01' }, 'at least 15 minutes from now'],
      [{ ...later, drawDate: dayIn(400) }, 'within the next year'],
      [{ ...later, drawDate: 'soon' }, 'Enter a date such as'],
      [{ source: 'numbers' }, 'Say which numbers'],
      [numbers, 'Leave out the sign |'],
      [numbers, 'at least 15 minutes from now'],
      [{ ...numbers, numbersText: 'x'.repeat(201) }, 'Too long'],
    ]
    for (const [fields, words] of cases) {
      const answer = await press(fields)
      expect([fields, answer.status, answer.errors.toLowerCase()]).toEqual([
        ...[fields, 422],
        expect.stringContaining(words.toLowerCase()),
      ])
    }
    const answer = await press(numbers)
    expect(answer.form('terms').fields).toContainEqual(['numbersText', 'Lottery | 6'])
    expect(answer.form('terms').fields).toContainEqual(['source', 'numbers'])
    expect((await as('ann').get(at(refused.id, '/draws'))).words).toContain('not locked yet')
  })
})

describe('a locking', () => {
  test('is cancelled before its draw, in public, and never after', async () => {
    const { unlocked } = seeded()
    const owner = as('owner')
    await lock(unlocked.id, LATER)
    const page = await owner.get(at(unlocked.id, '/terms'))
    const cancel = (shown: Page, reason: string) =>
      owner.press(shown, { form: 'unlock', fields: { reason, ...IN_ANOTHER_WINDOW } })
    for (const reason of ['', '.a', 'Reasonnnnnnnnnnnnnnnn'])
      expect([reason, (await cancel(page, reason)).status]).toEqual([reason, 422])
    expect((await cancel(page, 'too short')).errors).toContain(
      'at least 15 characters and two words',
    )
    const done = await owner.follow(await cancel(page, 'A request was left out'))
    expect(done.words).toContain('The next is draw 2, with a new commitment')
    expect((await cancel(page, 'A request was left out')).errors).toContain('not locked')
    const said = /Cancelled .* by Olga Owner.* A request was left out/
    const draw = await as('bob').get(at(unlocked.id, '/draws/1'))
    expect(draw.words).toMatch(said)
    expect(draw.words).toContain('Draw 2 took its place')
    expect((await as('bob').get(at(unlocked.id, '/draws'))).words).toMatch(said)

    await lock(unlocked.id)
    const [first, second] = [await lockedJson(unlocked.id), await lockedJson(unlocked.id, 2)]
    expect(second.commitment).not.toBe(first.commitment)
    const waiting = await owner.get(at(unlocked.id, '/terms'))
    await awaitDraw(unlocked.id, 2)
    expect((await cancel(waiting, 'I do not like the result')).status).toBe(422)
    const late = await owner.post(at(unlocked.id, '/terms'), {
      ...{ intent: 'unlock', draw: '2', reason: 'I do not like the result' },
    })
    expect(late.errors).toContain('can’t be cancelled')
  })

  test('refuses every change of what it fixed', async () => {
    const { frozen } = seeded()
    const owner = as('owner')
    const paths = ['closing', 'edit', 'pins', 'comparison', 'finalization'] as const
    const before = await Promise.all(
      [...paths, 'allocation', 'allocation/plain-draw', 'allocation/none'].map(
        async path => [path, await owner.get(at(frozen.id, `/${path}`))] as const,
      ),
    )
    const pages = Object.fromEntries(before) as Record<string, Page>
    const later = dayIn(3)
    await lock(frozen.id, LATER)
    const press = (path: string, form: string, fields: Fields) =>
      owner.press(pages[path] as Page, { form, fields })
    const changes: [string, Promise<Page>][] = [
      ['reopening', press('closing', 'closing', { closesDate: later })],
      ['total', press('edit', 'event', { totalTickets: '30' })],
      [
        'a pin',
        press('pins', 'pin', { requestId: frozen.ann, amount: '1', reason: 'Plays in it' }),
      ],
      ['held back', press('pins', 'hold', { heldBack: '1', heldBackReason: 'Press' })],
      ['rule', press('comparison', 'choice', { rule: 'plain' })],
      ['grid', press('allocation', 'grid', { [`amount-${frozen.ann}`]: '2' })],
      ['plain draw', owner.press(pages['allocation/plain-draw'] as Page, {})],
      ['none', owner.press(pages['allocation/none'] as Page, {})],
      ['finalizing', owner.post(at(frozen.id, '/finalization'), { allocationVersion: '1' })],
      [
        'another draw',
        owner.post(at(frozen.id, '/draws/another'), {
          ...{ draw: '2', reason: 'A request was lost', rule: 'plain' },
        }),
      ],
      ['locking', owner.post(at(frozen.id, '/terms'), { draw: '1', source: 'none' })],
    ]
    for (const [what, change] of changes) {
      const { status, errors, words } = await change
      expect([what, status, errors || words]).toEqual([
        ...[what, 422],
        expect.stringMatching(/locked|Undecided|no number yet/i),
      ])
    }
    // What would be refused is not offered.
    for (const path of ['pins', 'comparison', 'closing', 'allocation'])
      expect((await owner.get(at(frozen.id, `/${path}`))).words).toMatch(
        /terms of the draw are locked/,
      )
    expect((await owner.get(at(frozen.id))).words).not.toMatch(/Reopen requests|Lock the terms/)
    const { capacity, heldBack } = await lockedJson(frozen.id)
    expect([capacity, heldBack]).toEqual([3, 0])
  })

  test('ends with its draw although the event is cancelled', async () => {
    const { cancelled } = seeded()
    await lock(cancelled.id)
    const page = await as('owner').get(at(cancelled.id, '/cancellation'))
    await as('owner').submit(page, { form: 'cancellation', fields: { reason: 'Storm' } })
    await awaitDraw(cancelled.id)
    expect((await as('ann').get(at(cancelled.id, '/draws'))).words).toMatch(/Draw 1 .* set by hand/)
  })
})

describe('without the beacon', () => {
  beforeAll(() => beacon.be('away'))
  afterAll(() => beacon.be('well'))

  test('a member pastes its answer; anything else changes nothing', async () => {
    const { pasted } = seeded()
    const round = beacon.roundWithSecondForm(beacon.newest() + 12)
    const locked = await lock(pasted.id)
    const own = roundOf(await lockedJson(pasted.id))
    expect(locked.text).toContain(`https://api.drand.sh/${beacon.beacon.chainHash}/public/${own}`)
    const bob = as('bob')
    const paste = (answer: string) => bob.post(at(pasted.id, '/draws/1'), { answer })
    const second = secondFormOf(beacon.signatureOf(round)) ?? ''
    const cases: [string, string][] = [
      ['', `Paste the answer for round ${own}`],
      ['garbage', 'A signature has 96 digits'],
      [beacon.answerOf(own + 1), `not the answer for round ${own}`],
      [beacon.signatureOf(own + 1), 'not the beacon’s signature of this round'],
      [second, 'not the beacon’s signature of this round'],
      ['x'.repeat(5000), 'too long'],
    ]
    for (const [answer, words] of cases) {
      const page = await paste(answer)
      expect([page.status, page.errors]).toEqual([422, expect.stringContaining(words)])
    }
    expect(await site().visitor().post(at(pasted.id, '/draws/1'))).toMatchObject({ status: 303 })
    expect(await lockedJson(pasted.id)).not.toHaveProperty('publicValue')
    const page = await bob.get(at(pasted.id, '/draws/1'))
    const fields = { answer: beacon.answerOf(own) }
    const done = await bob.submit(page, { form: 'pasted', fields })
    expect(done.words).toContain('The order, first to last')
    const { document } = await documentOf(pasted.id)
    expect(document).toMatchObject({ publicProof: beacon.signatureOf(own) })
    const again = await paste(beacon.answerOf(own))
    expect([again.status, again.errors]).toEqual([422, expect.stringContaining('already made')])
  })

  test('tries are limited, also those that are garbage in the right form', async () => {
    const { far, ann } = seeded()
    await lock(far.id)
    const member = site().as(ann)
    const statuses: number[] = []
    for (let tries = 0; tries < 22; tries += 1) {
      const { status } = await member.post(at(far.id, '/draws/1'), { answer: '0'.repeat(96) })
      statuses.push(status)
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(422))
    expect(statuses.slice(20)).toEqual([429, 429])
  })
})

test('numbers are the organizer’s to enter, twice alike, and not before their time', async () => {
  const { early, numbers } = seeded()
  const owner = as('owner')
  const text = 'Lottery of today, 3 numbers'
  const wanted = { source: 'numbers', numbersText: text, numbersDate: dayIn(3) }
  const locked = await lock(early.id, wanted)
  expect(locked.words).toContain('We cannot check that nobody knew them before')
  expect(locked.words).not.toContain('The same numbers again')
  const enter = (id: string, first: string, again = first) =>
    owner.post(at(id, '/draws/1'), { numbers: first, again })
  expect((await enter(early.id, '3 14 15')).errors).toContain('too early')

  expect((await enter(numbers.id, '3 14 15', '3 14 16')).errors).toContain('not the same')
  expect((await enter(numbers.id, '')).errors).toContain('Enter the numbers')
  expect((await enter(numbers.id, '3 -1')).errors).toContain('whole numbers')
  const asBob = await as('bob').post(at(numbers.id, '/draws/1'), { numbers: '1', again: '1' })
  expect(asBob.status).toBe(404)
  expect((await as('bob').get(at(numbers.id, '/draws/1'))).words).not.toContain('The same numbers')
  const page = await awaitPage(owner, at(numbers.id, '/draws/1'), 'The same numbers again')
  const fields = { numbers: '15, 3, 014', again: '3 14 15' }
  const done = await owner.submit(page, { form: 'numbers', fields })
  expect(done.words).toContain('“Dice, 3 numbers”, not before')
  expect(done.words).toContain('3 14 15. Compare the numbers')
  expect((await documentOf(numbers.id)).document).toMatchObject({ publicValue: '3 14 15' })
})

describe('readers without an account', () => {
  const PUBLIC = ['/draws', '/draws/1', '/draws/1.json', '/draws/roll.txt']

  test('are let in where the organizer says so, and see no name', async () => {
    const { drawn } = seeded()
    await awaitDraw(drawn.id)
    const visitor = site().visitor()
    const read = (path: string) => visitor.send(at(drawn.id, path))
    for (const path of PUBLIC) expect((await read(path)).status).toBe(303)
    const owner = as('owner')
    const log = await owner.get(at(drawn.id, '/draws'))
    expect(log.words).toContain('check that they contain no names')
    const opened = await owner.submit(log, { form: 'readers' })
    expect(opened.words).toContain('Anyone with the address can read the draws now.')
    for (const path of PUBLIC) {
      const page = await read(path)
      expect([path, page.status]).toEqual([path, 200])
      expect(page.text).not.toMatch(/Olga|Ann|Bob/)
      expect(page.text).not.toContain('method="post"')
    }
    const words = (await read('/draws')).words
    expect(words).toContain('By itself')
    expect(words).not.toContain('Lock the terms')
    for (const path of ['', '/why', '/terms', '/draws/another', '/request', '/allocation'])
      expect([path, (await read(path)).status]).toEqual([path, 303])
    expect((await visitor.post(at(drawn.id, '/draws/1'))).status).toBe(303)
    expect((await visitor.post(at(drawn.id, '/draws'), { readers: 'members' })).status).toBe(303)
    expect((await read('/draws')).status).toBe(200)
    await owner.submit(opened, { form: 'readers' })
    for (const path of PUBLIC) expect((await read(path)).status).toBe(303)
  })

  test('are nobody else’s to let in', async () => {
    const { drawn, twice } = seeded()
    for (const who of ['ann', 'other'] as const)
      expect((await as(who).post(at(drawn.id, '/draws'), { readers: 'all' })).status).toBe(404)
    const owner = as('owner')
    const odd = await owner.follow(await owner.post(at(twice.id, '/draws'), { readers: 'x' }))
    expect(odd.words).toContain('Nothing was changed')
    expect(odd.words).toContain('Let anyone with the address read the draws')
    expect((await as('bob').get(at(drawn.id, '/draws'))).words).not.toContain('Who can read this')
  })

  test('see who locked and cancelled nowhere, but why', async () => {
    const { unlocked } = seeded()
    await as('owner').post(at(unlocked.id, '/draws'), { readers: 'all' })
    for (const path of ['/draws', '/draws/1']) {
      const page = await site().visitor().send(at(unlocked.id, path))
      expect(page.words).toContain('A request was left out')
      expect(page.text).not.toContain('Olga')
    }
  })
})
