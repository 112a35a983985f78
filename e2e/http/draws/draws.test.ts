import { describe, expect, test } from 'vitest'
import type { DrawInput } from '#app/allocation/document/document.ts'
import { commitmentOf, sha256 } from '#app/allocation/ranking.ts'
import { rollHashOf } from '#app/allocation/roll.ts'
import { seedOfDraw } from '#app/allocation/seed.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { draw, pressDraw } from '../../terms.ts'
import { createPerson, testSite } from '../site.ts'
import { IN_ANOTHER_WINDOW } from '../visitor.ts'

type Seeded = Awaited<ReturnType<typeof seed>>

async function seed() {
  const owner = await createPerson({ role: 'organizer', name: 'Olga Owner' })
  const other = await createPerson({ role: 'organizer' })
  const members = []
  for (const name of ['Ann', 'Bob', 'Cleo']) members.push(await createPerson({ name }))
  const [ann, bob, cleo] = members as [Person, Person, Person]
  const story = await createEvent({ ownerId: owner.id, name: 'Opera', totalTickets: 3 })
  const asked = async (name: string, overrides = {}) => {
    const event = await createEvent({ ownerId: owner.id, name, totalTickets: 4, ...overrides })
    const request = await createRequest({ eventId: event.id, userId: ann.id, sizes: '2,1' })
    const other = await createRequest({ eventId: event.id, userId: bob.id, sizes: '4' })
    return { id: event.id, ann: request.id, bob: other.id }
  }
  const closed = { closedAt: 1 }
  return {
    ...{ owner, other, ann, bob, cleo },
    story: story.id,
    pressed: await asked('Twice', closed),
    valued: await asked('With a value'),
    open: await asked('Still open', { totalTickets: 3 }),
    pinned: await asked('Pinned', closed),
    again: await asked('Drawn again', closed),
    reopened: await asked('Frozen twice'),
    coming: await asked('Coming', { totalTickets: 30 }),
    held: await asked('Left with nothing', { ...closed, totalTickets: 1 }),
  }
}

type Person = Awaited<ReturnType<typeof createPerson>>

const site = testSite({ seed })
const seeded = (): Seeded => site().seeded
const as = (who: 'owner' | 'other' | 'ann' | 'bob' | 'cleo') => site().as(seeded()[who])
const at = (eventId: string, rest = '') => `/events/${eventId}${rest}`

describe('the whole way, without JavaScript', () => {
  test('asked, compared, chosen, closed, drawn, changed by hand, finalized, explained, checked', async () => {
    const { story } = seeded()
    const owner = as('owner')
    const members = { ann: as('ann'), bob: as('bob'), cleo: as('cleo') }
    const sizes = { ann: ['2', '1'], bob: ['2'], cleo: ['4'] }
    for (const [name, member] of Object.entries(members)) {
      const page = await member.get(at(story, '/request'))
      const receipt = await member.submit(page, {
        form: 'request',
        fields: { sizes: sizes[name as keyof typeof sizes], note: '' },
      })
      expect(receipt.words).toMatch(/Your code on the roll [a-z0-9]{10} /)
      expect(receipt.words).toMatch(/Commitment of the draw [0-9a-f]{64}/)
    }

    const comparison = await owner.get(at(story, '/comparison'))
    expect(comparison.words).toContain('200 simulated draws')
    expect(comparison.text).toContain('role="img"')
    expect(comparison.words).toMatch(/\d of 3 people gets? a ticket/)
    const byCard = await owner.submit(comparison, { form: 'choose-fill' })
    expect(byCard.words).toContain('Fill the house')
    const chosen = await owner.submit(await owner.get(at(story, '/comparison')), {
      form: 'choice',
      fields: { rule: 'plain', order: 'weighted', cap: '', publicValueSource: '' },
    })
    expect(chosen.heading).toBe('Draws')
    expect(chosen.words).toContain('Plain draw')
    const seen = await members.cleo.get(at(story))
    expect(seen.words).toContain('Random order, weighted by losses')
    expect(seen.words).toContain('No public value is planned for this draw yet')
    const naming = 'Plan a public value'
    expect(seen.words).not.toContain(naming)
    expect((await owner.get(at(story))).words).toContain(naming)
    const counted = 'href="/account/fairness">How your losses are counted'
    expect((await members.ann.get(at(story, '/request'))).text).toContain(counted)
    expect((await members.ann.get('/account')).text).toContain('href="/account/fairness"')
    expect((await members.ann.get(at(story, '/request'))).words).toContain(
      'Your tickets in the hat 1: the one that everyone has, because you have no losses in a row. This is settled when requests close.',
    )

    const closing = await owner.get(at(story, '/closing'))
    await owner.submit(closing, { button: 'Close requests now' })
    const log = await members.bob.get(at(story, '/draws'))
    expect(log.words).toContain('3 entries, locked')
    const closed = await owner.get(at(story))
    expect(closed.words).not.toMatch(/public value/)

    const terms = await owner.get(at(story, '/terms'))
    expect(terms.words).toContain('Hash of the roll')
    const grid = await draw(owner, story, terms)
    expect((await members.bob.get(at(story))).words).toContain('This draw has no public value')
    expect(grid.heading).toBe('The list')
    expect(grid.words).toContain('Draw 1 is made')
    expect(grid.words).toContain('Everyone can read your reasons')

    const [amount, given] = grid
      .form('grid')
      .fields.find(([name, value]) => name.startsWith('amount-') && value !== '0') as [
      string,
      string,
    ]
    const fields = { [amount]: '0' }
    const refused = await owner.press(grid, { form: 'grid', fields })
    expect([refused.status, refused.errors]).toEqual([
      422,
      expect.stringContaining(`The draw gave ${given} ticket`),
    ])
    const reason = { [amount.replace('amount', 'reason')]: 'Cannot come' }
    const saved = await owner.submit(refused, { form: 'grid', fields: reason })
    expect(saved.words).toContain('changed by hand. The draw gave')

    const finalizing = await owner.get(at(story, '/finalization'))
    const done = await owner.submit(finalizing, { form: 'finalize', button: 'Finalize' })
    expect(done.words).toContain('Finalized. Email is off, so 3 emails are not sent.')
    const why = await members.cleo.get(at(story, '/why'))
    expect(why.words).toContain('So you got no tickets.')
    expect(why.text).toContain(counted)
    expect((await members.bob.get(at(story))).words).toContain('Set by hand 1 of 3')

    const document = await members.bob.get(at(story, '/draws/1.json'))
    expect(JSON.parse(document.text).overrides).toMatchObject([
      { amount: 0, reason: 'Cannot come' },
    ])
    for (const name of ['Ann', 'Bob', 'Cleo']) expect(document.text).not.toContain(name)
    // Nothing public ties a name to a line of the roll; only the viewer's own code is marked, and only for them.
    for (const path of ['', '/draws', '/draws/1', '/why']) {
      const page = await members.bob.get(at(story, path))
      expect(page.words).not.toMatch(/Ann|Cleo/)
    }
    expect((await members.bob.get(at(story, '/draws/1'))).text.match(/>you</g)).toHaveLength(1)

    const visitor = site().visitor()
    const verify = await visitor.get('/verify')
    const form = new FormData()
    form.append('document', document.text)
    const verified = await visitor.post(verify.url, form)
    expect(verified.words).toContain('Every step holds')
    expect(verified.words).toContain('1 of 3 was changed by hand afterwards')
    const moves = await owner.send(at(story, '/after.txt'))
    expect(moves.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    form.append('log', moves.text)
    // By chance, nobody may want what the change by hand leaves over.
    const said = moves.text === '' ? 'Every step holds' : 'up to its last line'
    expect((await visitor.post(verify.url, form)).words).toContain(said)
    const after = await owner.get(at(story, '/draws/1?log=99'))
    expect(after.words).toContain('No organizer changed anything by hand after publishing.')
    expect((await visitor.send(at(story, '/after.txt'))).status).toBe(303)
    expect((await owner.send(at(story, '/after.txt?finalization=2'))).status).toBe(404)
    expect((await owner.send(at(story, '/after.txt?finalization=x'))).status).toBe(404)
    await owner.post(at(story, '/draws'), { readers: 'all' })
    expect((await visitor.send(at(story, '/after.txt'))).text).toBe(moves.text)
    expect((await visitor.get(at(story, '/draws/1'))).words).toContain('After the decision')
    await owner.post(at(story, '/draws'), { readers: 'members' })
    const behind = await owner.get(at(story, '/left-behind'))
    expect(behind.words).toContain(`The draw gave ${given}, and you changed that to none`)
  })
})

describe('the draw', () => {
  test('is made once: a second press and a second organizer are told', async () => {
    const { pressed } = seeded()
    const owner = as('owner')
    const page = await owner.get(at(pressed.id, '/terms'))
    const press = () => pressDraw(owner, pressed.id, { page, fields: IN_ANOTHER_WINDOW })
    const presses = await Promise.all([1, 2, 3].map(press))
    expect(presses.map(({ status }) => status).sort()).toEqual([303, 422, 422])
    const late = await press()
    expect(late.errors).toContain('draw has already been made')
    expect((await owner.get(at(pressed.id, '/draws'))).words).not.toContain('Draw 2')
  })

  test('is nobody else’s, and needs a closed event', async () => {
    const { open, pinned } = seeded()
    for (const path of ['/terms', '/draws/another', '/comparison', '/pins', '/left-behind']) {
      expect((await as('other').get(at(pinned.id, path))).status).toBe(404)
      expect((await as('ann').get(at(pinned.id, path))).status).toBe(404)
      expect((await as('ann').post(at(pinned.id, path), { draw: '1' })).status).toBe(404)
      expect((await as('owner').get(at('nothing', path))).status).toBe(404)
    }
    expect((await as('owner').get(at(open.id, '/terms'))).words).toContain(
      'Requests are not closed yet',
    )
    const forced = await as('owner').post(at(open.id, '/terms'), { draw: '1', source: 'none' })
    expect([forced.status, forced.errors]).toEqual([
      422,
      expect.stringContaining('Requests are not closed, so nothing can be drawn'),
    ])
  })

  test('shows what was planned before closing, which can no longer change, and what the terms say', async () => {
    const { valued } = seeded()
    const owner = as('owner')
    const comparison = await owner.get(at(valued.id, '/comparison'))
    const source = 'Lottery of Saturday'
    await owner.submit(comparison, { form: 'choice', fields: { publicValueSource: source } })
    await owner.submit(await owner.get(at(valued.id, '/closing')), { button: 'Close requests now' })
    const later = await owner.post(at(valued.id, '/comparison'), {
      rule: 'plain',
      publicValueSource: 'Another lottery',
    })
    expect([later.status, later.errors]).toEqual([
      422,
      expect.stringContaining('the order and the random number can’t change'),
    ])
    const terms = await owner.get(at(valued.id, '/terms'))
    expect(terms.words).toContain(`Planned public value ${source}`)
    expect((await draw(owner, valued.id, terms)).heading).toBe('The list')
    const json = await owner.get(at(valued.id, '/draws/1.json'))
    expect(JSON.parse(json.text)).toMatchObject({ publicValue: '', publicValueSource: null })
    const page = (await as('bob').get(at(valued.id, '/draws/1'))).words
    expect(page).toContain(`Planned before requests closed: “${source}”`)
    expect(page).toContain('This draw has no public value')
  })

  test('answers numbers that no page showed', async () => {
    const { open } = seeded()
    for (const draw of ['', '0', '-1', '2', '99999', 'one', '1e3'])
      for (const source of ['none', 'drand'])
        expect((await as('owner').post(at(open.id, '/terms'), { draw, source })).status).toBe(422)
  })
})

describe('pins and held-back tickets', () => {
  test('come off first, keep their reasons, and cannot be more than there are', async () => {
    const { pinned } = seeded()
    const owner = as('owner')
    const path = at(pinned.id, '/pins')
    const page = await owner.get(path)
    const pin = { requestId: pinned.ann, amount: '3', reason: 'Plays in it' }
    const over = await owner.press(page, {
      form: 'hold',
      fields: { heldBack: '5', heldBackReason: 'x' },
    })
    expect(over.errors).toContain('that would be 5 tickets, but there are only 4')
    const silent = await owner.press(page, {
      form: 'hold',
      fields: { heldBack: '1', heldBackReason: '' },
    })
    expect(silent.errors).toContain('Everyone can read the reason')
    const done = await owner.submit(page, { form: 'pin', fields: pin })
    expect(done.words).toContain('Plays in it')
    const again = { form: 'pin', fields: { ...pin, ...IN_ANOTHER_WINDOW } }
    expect((await owner.press(page, again)).errors).toContain('already reserved for this person')
    const both = await owner.press(done, {
      form: 'hold',
      fields: { heldBack: '2', heldBackReason: 'Press' },
    })
    expect(both.errors).toContain('that would be 5 tickets, but there are only 4')
    await owner.submit(done, { form: 'hold', fields: { heldBack: '1', heldBackReason: 'Press' } })
    expect((await as('bob').get(at(pinned.id))).words).toContain('Held back 1: Press')
    const stale = await owner.press(done, {
      form: 'hold',
      fields: { heldBack: '0', heldBackReason: '' },
    })
    expect(stale.errors).toContain('Someone changed this just now')
    await draw(owner, pinned.id)
    const json = JSON.parse((await owner.get(at(pinned.id, '/draws/1.json'))).text)
    expect(json).toMatchObject({ heldBack: 1, pins: [{ amount: 3, reason: 'Plays in it' }] })
    const late = await owner.post(path, { intent: 'unpin', requestId: pinned.ann, was: '3' })
    expect(late.errors).toContain('The draw has been made')
  })

  test('every field says what is wrong with it', async () => {
    const { coming } = seeded()
    const post = (fields: Record<string, string>) =>
      as('owner').post(at(coming.id, '/pins'), { intent: 'pin', ...fields })
    for (const amount of ['', '-1', '1.5', 'x', '9999999999'])
      expect((await post({ requestId: coming.ann, amount, reason: 'r' })).status).toBe(422)
    expect((await post({ requestId: coming.ann, amount: '1', reason: '' })).errors).toContain(
      'reason',
    )
    expect(
      (await post({ requestId: seeded().pinned.ann, amount: '1', reason: 'r' })).errors,
    ).toContain('not for this event')
    expect((await post({})).status).toBe(422)
  })
})

test('another draw needs a reason and a new commitment, and none comes after publishing', async () => {
  const { again } = seeded()
  const owner = as('owner')
  await draw(owner, again.id)
  const page = await owner.get(at(again.id, '/draws/another'))
  const bare = await owner.press(page, { form: 'another', fields: { reason: '' } })
  expect(bare.errors).toContain('Enter why there must be another draw')
  const sealed = await owner.submit(page, {
    form: 'another',
    fields: { reason: 'A request was lost' },
  })
  expect(sealed.words).toContain('Draw 2 of Drawn again')
  const twice = await owner.press(page, {
    form: 'another',
    fields: { reason: 'Once more, please' },
  })
  expect(twice.errors).toContain('already been sealed')
  await draw(owner, again.id, sealed)
  const log = await as('ann').get(at(again.id, '/draws'))
  expect(log.words).toContain('A request was lost')
  const commitments = log.text.match(/<code>[0-9a-f]{64}<\/code>/g) ?? []
  expect(new Set(commitments).size).toBeGreaterThanOrEqual(3)
  const [first, second] = await Promise.all(
    [1, 2].map(async n => JSON.parse((await owner.get(at(again.id, `/draws/${n}.json`))).text)),
  )
  expect([first.draw, second.draw]).toEqual([1, 2])
  expect(first.seed).not.toBe(second.seed)

  await owner.submit(await owner.get(at(again.id, '/finalization')), { button: 'Finalize' })
  const undoing = await owner.get(at(again.id, '/finalization'))
  const undone = await owner.submit(undoing, { form: 'undo', fields: { reason: 'A typo' } })
  // The page does not offer what would be refused.
  const offered = [undone, await owner.get(at(again.id)), await owner.get(at(again.id, '/terms'))]
  const redone = /Lock the terms(?! of the draw)|Another draw, with|Reopen requests|Delete/
  for (const each of [...offered, await owner.get(at(again.id, '/pins'))])
    expect(each.words).not.toMatch(redone)
  const late = await owner.post(at(again.id, '/draws/another'), {
    draw: '3',
    reason: 'We want more luck',
    rule: 'plain',
  })
  expect(late.errors).toContain('After results are out, we never redraw')
})

test('a frozen roll stays in the public log, which also shows a reopening after the source was named', async () => {
  const { reopened } = seeded()
  const [owner, bob] = [as('owner'), as('bob')]
  const choice = {
    rule: 'plain',
    order: 'draw',
    cap: '',
    publicValueSource: 'The 6 o’clock lottery',
  }
  await owner.submit(await owner.get(at(reopened.id, '/comparison')), {
    form: 'choice',
    fields: choice,
  })
  const log = () => bob.get(at(reopened.id, '/draws'))
  const close = async () =>
    owner.submit(await owner.get(at(reopened.id, '/closing')), { form: 'closing' })
  await close()
  const before = (await log()).words
  const [, hash] = /Its hash: ([0-9a-f]{64})/.exec(before) ?? []
  expect(before).not.toMatch(/withdrawn|reopened/i)
  const closesDate = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
  const opened = await owner.submit(await owner.get(at(reopened.id, '/closing')), {
    fields: { closesDate },
  })
  expect(opened.words).toContain('open')
  const request = await as('cleo').get(at(reopened.id, '/request'))
  await as('cleo').submit(request, { form: 'request', fields: { sizes: ['1'], note: '' } })
  await close()
  const after = await log()
  expect(after.words).toMatch(/List 1: 2 entries, locked .*, withdrawn /)
  expect(after.words).toContain(`Roll 1 , withdrawn. Its hash: ${hash}`)
  expect(after.words).toContain('3 entries, locked')
  const said =
    'Requests were reopened after the source of the public value was named (“The 6 o’clock lottery”)'
  expect(after.words).toContain(said)
  expect((await bob.get(at(reopened.id))).words).toContain(said)
  const file = await bob.send(at(reopened.id, '/draws/roll.txt?number=1'))
  expect(sha256(file.text)).toBe(hash)
  expect((await pressDraw(owner, reopened.id)).status).toBe(303)
  // The terms were locked after the reopening, so what they say could not be known before it.
  expect((await bob.get(at(reopened.id, '/draws/1'))).words).not.toContain(said)
})

test('who is left behind gets tickets held at a coming event, before its requests close', async () => {
  const { held, coming, open, pressed } = seeded()
  const owner = as('owner')
  await draw(owner, held.id)
  const path = at(held.id, '/left-behind')
  const before = await owner.get(path)
  expect(before.words).toContain('Finalize first. Then you see here who got nothing.')
  expect(before.words).not.toContain('Bob')
  const fields = { people: held.bob, targetId: coming.id }
  expect((await owner.post(path, fields)).errors).toContain('Finalize first. Nothing was held.')
  expect((await as('bob').get(at(coming.id))).words).not.toContain('Held back')
  await owner.submit(await owner.get(at(held.id, '/finalization')), { form: 'finalize' })
  const page = await owner.get(path)
  // It was open for an hour, so it counts for nothing.
  expect(page.words).toContain('Bob 0 losses in a row now, needed at least 4, and none fitted')
  const people = page.text.match(/name="people" value="(\w+)"/)?.[1] ?? ''
  const nobody = await owner.press(page, { form: 'hold', fields: { targetId: coming.id } })
  expect(nobody.errors).toContain('Tick at least one person')
  const done = await owner.submit(page, { form: 'hold', fields: { people, targetId: coming.id } })
  expect(done.words).toContain('Left with nothing at Left with nothing')
  const over = await owner.press(page, { form: 'hold', fields: { people, targetId: open.id } })
  expect(over.errors).toContain('too few tickets')
  const final = await owner.press(page, { form: 'hold', fields: { people, targetId: held.id } })
  expect(final.errors).toContain('has already been decided. Choose another')
  await pressDraw(owner, pressed.id).catch(() => 0)
  const drawn = await owner.press(page, { form: 'hold', fields: { people, targetId: pressed.id } })
  expect(drawn.errors).toContain('has been made. Choose another')
})

test('an organizer reads anybody’s answer; a member reads no other', async () => {
  const { pressed } = seeded()
  const path = at(pressed.id, `/why?request=${pressed.ann}`)
  const owner = as('owner')
  await pressDraw(owner, pressed.id).catch(() => 0)
  expect((await owner.get(path)).words).toContain('in the order')
  expect((await as('bob').get(path)).status).toBe(404)
  expect((await owner.get(at(pressed.id, '/why?request=nobody'))).status).toBe(404)
})

describe('documents made to tie up the machine', () => {
  const secret = sha256('a secret')
  const document = (over: Partial<DrawInput>): string => {
    const input = { ...JSON.parse(BLANK), ...over } as DrawInput
    const parts = { ...input, rollHash: rollHashOf(input.roll), commitment: commitmentOf(secret) }
    const seed = seedOfDraw(parts)
    return JSON.stringify({ ...parts, seed, ranking: [], result: {} })
  }
  const BLANK = JSON.stringify({
    ...{ version: 1, eventId: 'e', draw: 1, rule: 'most-people', order: 'draw' },
    ...{ options: { cap: null }, capacity: 10, heldBack: 0, secret },
    ...{ publicValueSource: null, publicValue: null, roll: '', pins: [], overrides: [] },
  })
  const ROLL = 'a|900000000|1|0\nb|900000000|1|0\n'
  const TOO_MUCH = 'takes too long to check here'

  test.each([
    ['memory', document({ capacity: 100_000_000, roll: ROLL }), TOO_MUCH],
    [
      'memory, behind what is held back',
      document({ capacity: 1e9, heldBack: 9e8, roll: ROLL }),
      TOO_MUCH,
    ],
    ['hashes', document({ rule: 'plain', roll: 'a|1|1000000000|0\n' }), TOO_MUCH],
    ['depth', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'must be an object, not a list'],
  ])('%s: refused before the work, and nobody else waits for it', async (_, text, words) => {
    const visitor = site().visitor()
    const began = performance.now()
    const form = new FormData()
    form.append('document', text)
    const answer = await visitor.post('/verify', form)
    expect(answer.words).toContain(words)
    expect(answer.status).toBe(words === TOO_MUCH ? 422 : 200)
    // Otherwise it would be twenty seconds of hashing, or gigabytes of rows.
    expect(performance.now() - began).toBeLessThan(5000)
  })

  const LONG = '&'.repeat(1_990_000)
  test.each([
    ['event', document({ eventId: LONG })],
    ['line of the roll', document({ roll: `${LONG}\n` })],
    [
      'public value and whose it is',
      document({ publicValue: LONG.slice(9), publicValueSource: '' }),
    ],
    ['word that is no document', LONG],
  ])('a long %s: a short page', async (_, text) => {
    const form = new FormData()
    form.append('document', text)
    const answer = await site().visitor().post('/verify', form)
    expect(answer.words).toMatch(/This draw does not hold|Every step holds/)
    expect(answer.text.length).toBeLessThan(50_000)
  })
})

describe('wrong input is said where it was typed', () => {
  test('a cap to try that can be none', async () => {
    const { open } = seeded()
    const page = await as('owner').get(at(open.id, '/comparison?cap=abc'))
    expect(page.words).toContain('Cap to try Not used: a cap is a whole number from 1 to 9999')
    expect(page.text).toContain('name="cap" inputMode="numeric" size="4" aria-invalid="true"')
  })

  test('more held back or pinned than there is', async () => {
    const { open } = seeded()
    const owner = as('owner')
    const page = await owner.get(at(open.id, '/pins'))
    const hold = { heldBack: '99', heldBackReason: 'Press' }
    const held = await owner.submit(page, { form: 'hold', fields: hold })
    expect(held.errors).toContain('that would be 99 tickets, but there are only 3')
    expect(held.text).toContain('id="hold-heldBack-error"')
    const pin = { amount: '9', reason: 'Flag' }
    const pinned = await owner.submit(page, { form: 'pin', fields: pin })
    expect(pinned.errors).toContain('that would be 9 tickets, but there are only 3')
    expect(pinned.text).toContain('id="pin-amount-error"')
  })
})
