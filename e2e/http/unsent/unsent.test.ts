import { describe, expect, test } from 'vitest'
import { issueToken } from '#app/models/sign-in/links/token.server.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { rowsOf } from '../database.ts'
import type { Page } from '../page.ts'
import { createPerson, PASSWORD, testSite } from '../site.ts'
import type { Fields, Visitor } from '../visitor.ts'

const NOTICE = 'You were signed out. This form has not been sent yet.'

const site = testSite({
  seed: async () => {
    const organizer = await createPerson({ role: 'organizer' })
    const admin = await createPerson({ role: 'admin' })
    const [member, other, linked, busy] = [
      await createPerson(),
      await createPerson(),
      await createPerson(),
      await createPerson(),
    ]
    const event = await createEvent({ ownerId: organizer.id })
    const request = await createRequest({ eventId: event.id, userId: member.id })
    const closed = await createEvent({ ownerId: organizer.id, closedAt: 1 })
    const row = await createRequest({ eventId: closed.id })
    const { token, steps } = issueToken('sign-in', linked.id)
    await write(steps)
    return {
      ...{ organizer, admin, member, other, linked, busy, request, token, row },
      ...{ eventId: event.id, closedId: closed.id },
    }
  },
})

type Who = 'organizer' | 'admin' | 'member' | 'other' | 'linked' | 'busy'

async function pressSignedOut(
  who: Who,
  path: string,
  press: { form?: string; button?: string; fields?: Fields },
): Promise<{ visitor: Visitor; answer: Page }> {
  const visitor = await freshly(who)
  const page = await visitor.get(path)
  await endSession(visitor)
  const answer = await visitor.press(page, press)
  return { visitor, answer }
}

/** Signs in by the page, so that other tests keep their sessions. */
async function freshly(who: Who): Promise<Visitor> {
  const visitor = site().visitor()
  await visitor.signIn(site().seeded[who].email, PASSWORD)
  return visitor
}

/** From another window: this one keeps the cookie of an ended session. */
async function endSession(visitor: Visitor): Promise<void> {
  const cookies = new Map(visitor.cookies)
  await visitor.post('/logout')
  visitor.cookies.clear()
  for (const [name, value] of cookies) visitor.cookies.set(name, value)
}

async function signInOn(visitor: Visitor, answer: Page, who: Who): Promise<Page> {
  const page = await visitor.follow(answer)
  const { email } = site().seeded[who]
  return visitor.submit(page, { form: 'sign-in', fields: { email, password: PASSWORD } })
}

const kept = () => rowsOf(site().server.database, 'SELECT * FROM unsent_forms')

describe('a form that was sent when its session had ended', () => {
  test('is there as it was typed, is not sent by itself, and can then be sent', async () => {
    const path = `/events/${site().seeded.eventId}/request`
    const typed = { sizes: ['5', '3'], note: 'Two of us\n"quoted" & <b>' }
    const { visitor, answer } = await pressSignedOut('member', path, {
      form: 'request',
      fields: typed,
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      expect.stringContaining('/login?returnTo='),
    ])
    const signIn = await visitor.follow(answer)
    expect(signIn.words).toContain('You were signed out, so nothing was sent.')
    const shown = await signInOn(visitor, answer, 'member')
    expect([shown.status, shown.words]).toEqual([200, expect.stringContaining(NOTICE)])
    const fields = shown.form('request').fields
    expect(fields.filter(([name]) => name === 'sizes')).toEqual([
      ['sizes', '3'],
      ['sizes', '5'],
    ])
    expect(fields).toContainEqual(['note', typed.note])
    const sizes = async () =>
      rowsOf(site().server.database, 'SELECT sizes FROM requests WHERE id = ?', [
        site().seeded.request.id,
      ])
    expect(await sizes()).toEqual([{ sizes: '2,1' }])
    const sent = await visitor.submit(shown, { form: 'request' })
    expect(sent.words).not.toContain(NOTICE)
    expect(await sizes()).toEqual([{ sizes: '5,3' }])
    expect((await visitor.get(shown.url)).words).not.toContain(NOTICE)
  })

  test('keeps the version that it showed, so that nobody is overwritten', async () => {
    const { eventId } = site().seeded
    const path = `/events/${eventId}/edit`
    const { visitor, answer } = await pressSignedOut('organizer', path, {
      form: 'event',
      fields: { place: 'Hers' },
    })
    const admin = site().as(site().seeded.admin)
    await admin.submit(await admin.get(path), { form: 'event', fields: { place: 'His' } })
    const shown = await signInOn(visitor, answer, 'organizer')
    expect(shown.form('event').fields).toContainEqual(['place', 'Hers'])
    const sent = await visitor.press(shown, { form: 'event' })
    expect(sent.status).toBe(422)
  })

  test('is there after signing in by a link, too', async () => {
    const { visitor } = await pressSignedOut('linked', '/account', {
      fields: { name: 'Linda Link' },
    })
    const page = await visitor.get(`/sign-in/${site().seeded.token}`)
    const shown = await visitor.submit(page)
    expect(shown.words).toContain(NOTICE)
    expect(shown.form().fields).toContainEqual(['name', 'Linda Link'])
  })

  test.each<[string, Who, () => string, { form?: string; fields: Fields }, [string, string]]>([
    [
      'a new event',
      'organizer',
      () => '/events/new',
      { form: 'event', fields: { name: 'Long typed', opens: 'not-yet', totalTickets: '17' } },
      ['name', 'Long typed'],
    ],
    [
      'the grid',
      'organizer',
      () => `/events/${site().seeded.closedId}/allocation`,
      { form: 'grid', fields: {} },
      ['', ''],
    ],
    [
      'a list of people, in parts',
      'admin',
      () => '/admin/users/import',
      { form: 'list', fields: { text: 'Ann,ann@example.org\nBob,bob@example.org' } },
      ['text', 'Ann,ann@example.org\r\nBob,bob@example.org'],
    ],
    [
      'a request for somebody else, after a search',
      'organizer',
      () => `/events/${site().seeded.eventId}/requests/new?q=`,
      { form: 'request', fields: { sizes: ['2'], note: 'By phone' } },
      ['note', 'By phone'],
    ],
  ])('so it is with %s', async (what, who, path, press, wanted) => {
    const cell = `amount-${site().seeded.row.id}`
    const isGrid = what === 'the grid'
    const fields = isGrid ? { [cell]: '2' } : press.fields
    const { visitor, answer } = await pressSignedOut(who, path(), {
      ...press,
      fields,
    })
    const shown = await signInOn(visitor, answer, who)
    expect(shown.words).toContain(NOTICE)
    expect(shown.form(press.form).fields).toContainEqual(isGrid ? [cell, '2'] : wanted)
  })

  test('a page with a single button says it, too', async () => {
    const path = `/events/${site().seeded.closedId}/allocation/none`
    const { visitor, answer } = await pressSignedOut('organizer', path, { form: 'confirm' })
    const shown = await signInOn(visitor, answer, 'organizer')
    expect([new URL(shown.url).pathname, shown.words]).toEqual([
      path,
      expect.stringContaining(NOTICE),
    ])
  })

  test('pressed twice, it is kept once', async () => {
    const visitor = await freshly('member')
    const page = await visitor.get('/account')
    await endSession(visitor)
    const before = (await kept()).length
    const press = { fields: { name: 'Pressed twice' } }
    const [first, second] = [await visitor.press(page, press), await visitor.press(page, press)]
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    expect((await kept()).length).toBe(before + 1)
  })
})

describe('of a form that is kept', () => {
  test('nobody else sees anything after signing in on that browser', async () => {
    const { visitor, answer } = await pressSignedOut('member', '/account', {
      fields: { name: 'Only mine' },
    })
    const shown = await signInOn(visitor, answer, 'other')
    expect([shown.status, new URL(shown.url).pathname]).toEqual([200, '/account'])
    expect(shown.text).not.toMatch(/Only mine|not been sent yet/)
    const links = site().as(site().seeded.admin)
    expect(
      (await links.get(new URL(shown.url).pathname + new URL(shown.url).search)).text,
    ).not.toMatch(/Only mine|not been sent yet/)
  })

  test('nothing can be read in the database, and never a password', async () => {
    await pressSignedOut('member', '/account/password', {
      form: 'password',
      fields: { current: PASSWORD, password: 'four quiet owls', repeat: 'four quiet owls' },
    })
    await pressSignedOut('member', '/account', { fields: { name: 'A readable name' } })
    const rows = JSON.stringify(await kept())
    expect(rows).not.toMatch(/readable|owls/)
    expect(rows).toContain('/account/password')
  })

  test('there are five of one person at most, and none that is larger than a form', async () => {
    const visitor = await freshly('busy')
    const page = await visitor.get('/account')
    await endSession(visitor)
    for (let at = 0; at < 8; at += 1) await visitor.press(page, { fields: { name: `Name ${at}` } })
    const own = async () =>
      (await kept()).filter(({ user_id }) => user_id === site().seeded.busy.id).map(({ id }) => id)
    const before = await own()
    expect(before).toHaveLength(5)
    const large = await visitor.press(page, { fields: { name: 'x'.repeat(100_000) } })
    expect(large.headers.get('location')).toBe('/login?returnTo=%2Faccount')
    expect((await visitor.follow(large)).words).toContain('Sign in and try again.')
    for (let at = 0; at < 20; at += 1)
      await visitor.press(page, { fields: { name: `Other ${at}` } })
    const last = await visitor.press(page, { fields: { name: 'One too many' } })
    expect(last.headers.get('location')).toBe('/login?returnTo=%2Faccount')
    expect(await own()).toHaveLength(5)
  })

  test('strangers keep nothing, whatever they send', async () => {
    const before = (await kept()).length
    const stranger = site().visitor()
    for (const key of [
      '',
      'x',
      `aaaaaaaaaaaaaaaa.${site().seeded.member.id}.bbbbbbbbbbbbbbbbbbbbbb`,
    ])
      await stranger.post('/account', { 'form-key': key, name: 'Filled by a stranger' })
    const page = await stranger.get('/login?returnTo=/account')
    const own = page.form('sign-in').fields.find(([name]) => name === 'form-key')?.[1]
    await stranger.post('/account', { 'form-key': own, name: 'With a key of their own' })
    expect((await kept()).length).toBe(before)
  })
})

test('a form of one person is never sent by another who has signed in on that browser', async () => {
  const { other, member } = site().seeded
  const visitor = await freshly('member')
  const page = await visitor.get('/account')
  const cookie = await newCookieOf(visitor)
  visitor.cookies.set('session', cookie)
  const answer = await visitor.press(page, { fields: { name: 'Of the member' } })
  expect([answer.status, answer.heading]).toEqual([409, 'You are signed in as someone else'])
  const names = await rowsOf(site().server.database, 'SELECT name FROM users WHERE id IN (?, ?)', [
    member.id,
    other.id,
  ])
  expect(names.map(({ name }) => name)).not.toContain('Of the member')

  async function newCookieOf(on: Visitor): Promise<string> {
    const second = site().visitor()
    await second.signIn(other.email, PASSWORD)
    return second.cookies.get('session') ?? on.cookies.get('session') ?? ''
  }
})
