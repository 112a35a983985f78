import { expect, test } from 'vitest'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { rowsOf } from './database.ts'
import { createPerson, testSite } from './site.ts'

async function seed() {
  const owner = await createPerson({ role: 'organizer' })
  const other = await createPerson({ role: 'organizer' })
  const [mia, max] = [await createPerson(), await createPerson()]
  const { id: open } = await createEvent({ ownerId: owner.id, name: 'Gala & Ball' })
  const { id: draft } = await createEvent({ ownerId: owner.id, opensAt: null })
  const { id: closed } = await createEvent({ ownerId: owner.id, closedAt: 1 })
  await createRequest({ eventId: open, userId: max.id })
  return { owner, other, mia, open, draft, closed }
}

const APP_URL = 'https://tickets.example.org'
const site = testSite({ seed })
const mailing = testSite({
  env: { MAIL_ENABLED: 'true', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', APP_URL },
  seed,
})

const pageOf = (event: string) => `/events/${event}/invitation`

test('with email off the page has the address, its code and a notice, and offers no email', async () => {
  const { owner, open } = site().seeded
  const page = await site().as(owner).get(pageOf(open))
  expect(page.heading).toBe('Tell people about it')
  expect(page.words).toContain(`/events/${open}`)
  expect(page.text).toMatch(
    /<svg[^>]*role="img"[^>]*aria-label="QR code of http[^"]*\/events\/\w+"/,
  )
  expect(page.words).toMatch(/Gala & Ball.*Date.*Place Town hall.*Tickets 10.*Requests close/)
  expect(page.words).toContain('Email is off')
  expect(page.forms.filter(form => form.action !== '/logout')).toEqual([])
  const sent = await site().as(owner).post(pageOf(open))
  expect([sent.status, sent.errors]).toEqual([422, expect.stringContaining('Email is off')])
})

test('everyone is emailed once, counted before the press', async () => {
  const { owner, open } = mailing().seeded
  const visitor = mailing().as(owner)
  const page = await visitor.get(pageOf(open))
  expect(page.words).toContain(`${APP_URL}/events/${open}`)
  expect(page.words).toContain('1 member will get an email')
  expect(page.words).toContain('1 member has already asked')
  const sent = await visitor.submit(page, { form: 'invitation' })
  expect(sent.words).toContain('1 email is on the way.')
  expect(sent.words).toContain('1 member was emailed on')
  expect(sent.forms.filter(form => form.action !== '/logout')).toEqual([])
  const again = await visitor.post(pageOf(open))
  expect([again.status, again.errors]).toEqual([
    422,
    expect.stringContaining('already been emailed'),
  ])
  const mails = await rowsOf(
    mailing().server.database,
    `SELECT user_id FROM mails WHERE kind = 'invitation'`,
    [],
  )
  expect(mails.map(row => row.user_id)).toEqual([mailing().seeded.mia.id])
})

test('a draft has a notice but emails nobody; after closing there is nothing to tell', async () => {
  const { owner, draft, closed } = mailing().seeded
  const visitor = mailing().as(owner)
  const early = await visitor.get(pageOf(draft))
  expect(early.words).toContain('You can email everyone when requests are open.')
  expect(early.text).toContain('<svg')
  expect((await visitor.post(pageOf(draft))).errors).toContain('Requests are not open')
  const late = await visitor.get(pageOf(closed))
  expect(late.words).toContain('Requests are closed. Nobody can ask for tickets now.')
  expect(late.text).not.toContain('<svg')
})

test('opening leads there, and the page of an open event has the link', async () => {
  const { owner, draft, open, closed, other, mia } = site().seeded
  const visitor = site().as(owner)
  expect((await visitor.get(`/events/${open}`)).link('Tell people about it')).toBe(pageOf(open))
  expect((await visitor.get(`/events/${closed}`)).words).not.toContain('Tell people')
  const opened = await visitor.submit(await visitor.get(`/events/${draft}`), {
    button: 'Open requests',
  })
  expect(new URL(opened.url).pathname).toBe(pageOf(draft))
  expect(opened.words).toContain('Requests are open.')
  for (const who of [other, mia]) expect((await site().as(who).send(pageOf(open))).status).toBe(404)
})
