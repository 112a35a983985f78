import { expect, test } from 'vitest'
import { issueToken } from '#app/models/sign-in/links/token.server.ts'
import { write } from '#db/lane.ts'
import { rowsOf } from '../database.ts'
import type { Page } from '../page.ts'
import { signedIn } from '../person.ts'
import { createPerson, testSite } from '../site.ts'
import { pressTwice, twin } from './pressing.ts'

const site = testSite({
  seed: async () => {
    const [organizer, leaving] = [
      await createPerson({ role: 'organizer' }),
      await createPerson({ role: 'organizer' }),
    ]
    const other = await createPerson({ role: 'organizer' })
    const [member, asking] = [await createPerson(), await createPerson()]
    const links = [issueToken('sign-in', member.id), issueToken('sign-in', asking.id)]
    await write(links.flatMap(({ steps }) => steps))
    return { organizer, leaving, other, member, asking, tokens: links.map(({ token }) => token) }
  },
})
const empty = testSite()

const tomorrow = () => ({
  startsDate: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
  startsTime: '19:30',
})
const eventFields = (name: string) => ({ name, ...tomorrow(), totalTickets: '4' })
const eventsCalled = async (name: string) =>
  (await rowsOf(site().server.database, 'SELECT 1 FROM events WHERE name = ?', [name])).length

test('another browser has nothing of a link that was used a moment ago', async () => {
  const [token = ''] = site().seeded.tokens
  const [owner, thief, wrong] = [site().visitor(), site().visitor(), site().visitor()]
  const page = await owner.get(`/sign-in/${token}`)
  await thief.get(`/sign-in/${token}`)
  expect((await owner.press(page)).headers.get('location')).toBe('/events')
  // The very same form, without the cookie and with another cookie.
  for (const visitor of [wrong, thief]) {
    const answer = await visitor.press(page)
    expect([answer.status, answer.heading]).toEqual([410, 'This link no longer works'])
    expect(visitor.cookies.has('session')).toBe(false)
  }
})

test('a browser that has seen the first answer is known by the session that it got', async () => {
  const [, token = ''] = site().seeded.tokens
  const visitor = site().visitor()
  const page = await visitor.get(`/sign-in/${token}`)
  await visitor.press(page)
  const session = visitor.cookies.get('session')
  const second = await visitor.submit(page)
  expect([second.url.endsWith('/events'), visitor.cookies.get('session')]).toEqual([true, session])
})

test('the first admin is made once, and the second press is signed in', async () => {
  const fields = {
    ...{ name: 'Ada', email: 'ada@example.org' },
    ...{ password: 'four quiet owls at noon', repeat: 'four quiet owls at noon' },
  }
  const visitor = empty().visitor()
  const page = await visitor.get(new URL(empty().server.setUpLink()).pathname)
  const shown = await pressTwice(visitor, page, { fields }, 'while the first is at work')
  expect(shown.url).toMatch(/\/admin$/)
  expect(shown.words).toContain('Welcome, Ada.')
})

test('other fields are another press, and so is the same form opened again', async () => {
  const visitor = site().as(site().seeded.organizer)
  const page = await visitor.get('/events/new')
  for (const name of ['First', 'Second', 'First'])
    await visitor.press(page, { form: 'event', fields: eventFields(name) })
  expect([await eventsCalled('First'), await eventsCalled('Second')]).toEqual([1, 1])
  const again = await visitor.get('/events/new')
  await visitor.press(again, { form: 'event', fields: eventFields('First') })
  expect(await eventsCalled('First')).toBe(2)
})

test('what is refused is refused in the same words, and a corrected form is not held up', async () => {
  const visitor = site().as(site().seeded.organizer)
  const page = await visitor.get('/events/new')
  const wrong = { form: 'event', fields: eventFields('') }
  const [first, second] = [await twin(visitor).press(page, wrong), await visitor.press(page, wrong)]
  expect([second.status, second.errors, second.text]).toEqual([422, first.errors, first.text])
  expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
  const right = { form: 'event', fields: eventFields('Corrected') }
  expect((await visitor.press(second, right)).status).toBe(303)
})

test('nobody gets the answer to the press of somebody else', async () => {
  const { organizer, other } = site().seeded
  const page = await site().as(organizer).get('/events/new')
  const fields = { form: 'event', fields: eventFields('Hers') }
  await site().as(organizer).press(page, fields)
  const stolen = await site().as(other).press(page, fields)
  expect([stolen.status, stolen.headers.get('location')]).toEqual([409, null])
  const bare = await site().visitor().press(page, fields)
  expect(bare.headers.get('location')).toMatch(/^\/login\?/)
  expect(await eventsCalled('Hers')).toBe(1)
})

test('what a person did is for their session alone, not for who uses the browser next', async () => {
  const { organizer, other } = site().seeded
  const visitor = site().visitor()
  await visitor.get('/login?returnTo=/account')
  const browser = visitor.cookies.get('browser')
  expect(browser).toBeDefined()
  signedIn(visitor, organizer)
  const page = await visitor.get('/events/new')
  const press = { form: 'event', fields: eventFields('') }
  expect((await visitor.press(page, press)).status).toBe(422)
  visitor.cookies.delete('session')
  const bare = await visitor.press(page, press)
  expect([bare.status, bare.headers.get('location')]).toEqual([
    303,
    expect.stringMatching(/^\/login\?/),
  ])
  expect((await signedIn(visitor, other).press(page, press)).status).toBe(409)
  // Nor do they get the refusal: it goes to the owner of the form.
  expect((await signedIn(visitor, organizer).press(page, press)).status).toBe(422)
  expect(visitor.cookies.get('browser')).toBe(browser)
})

test('a page that was made for a person is not shown once their session has ended', async () => {
  const visitor = signedIn(site().visitor(), site().seeded.leaving)
  const page = await visitor.get('/events/new')
  const press = { form: 'event', fields: eventFields('') }
  expect((await visitor.press(page, press)).status).toBe(422)
  // From another window: this one keeps the cookie of an ended session.
  await twin(visitor).post('/logout')
  const answer = await visitor.press(page, press)
  expect([answer.status, answer.headers.get('location')]).toEqual([
    303,
    expect.stringMatching(/^\/login\?/),
  ])
})

test('a session that has ended since is not given once more', async () => {
  const { member } = site().seeded
  const visitor = site().visitor()
  const page = await visitor.get('/login?returnTo=/account')
  const press = {
    form: 'sign-in',
    fields: { email: member.email, password: 'a good long password' },
  }
  const before = twin(visitor)
  await before.press(page, press)
  const answer = await visitor.press(page, press)
  expect(answer.headers.get('location')).toBe('/account')
  expect(visitor.cookies.get('session')).toBe(before.cookies.get('session'))
  await before.post('/logout')
  await visitor.press(page, press)
  expect((await visitor.send('/account')).status).toBe(200)
})

test('one press of the page that is made for everybody mails one link', async () => {
  const { asking } = site().seeded
  const links = async () =>
    (await rowsOf(site().server.database, 'SELECT 1 FROM tokens WHERE user_id = ?', [asking.id]))
      .length
  const before = await links()
  const page = await site().visitor().get('/forgot-password')
  const press = { button: buttonOf(page), fields: { email: asking.email } }
  const visitor = site().visitor()
  await visitor.get('/forgot-password')
  expect([page.text.includes('form-key'), visitor.cookies.has('browser')]).toEqual([false, true])
  const shown = await pressTwice(visitor, page, press, 'one after the other')
  expect([await links(), shown.url.endsWith('/login')]).toEqual([before + 1, true])
  await site().visitor().press(page, press)
  expect(await links()).toBe(before + 2)
})

const buttonOf = (page: Page) => page.forms[0]?.buttons[0]?.text ?? ''
