import { createClient } from '@libsql/client'
import { addEvent, addHoldings } from '../events.ts'
import { addPerson, signIn } from '../people.ts'
import type { RunningServer } from '../server.ts'
import { expect, test } from './fixtures.ts'
import { countTaps } from './taps.ts'

const HOUR = 3_600_000

/** Mia has 3 tickets, and the event asks who comes. */
async function eventToCome({ database }: RunningServer) {
  const owner = await addPerson(database, { name: 'Olga', role: 'organizer' })
  const person = await addPerson(database, { name: 'Mia', role: 'member' })
  const event = await addEvent(database, { name: 'Gala', owner, tickets: 10 })
  await addHoldings(database, event, [
    { person, holding: 3, doorCode: crypto.randomUUID().replaceAll('-', '') },
  ])
  const client = createClient({ url: `file:${database}`, timeout: 5000 })
  await client.execute({
    sql: `UPDATE events SET starts_at = ?, confirm_by = ?, releases_unconfirmed = 1, asks_guest_names = 1
      WHERE id = ?`,
    args: [Date.now() + 300 * HOUR, Date.now() + 200 * HOUR, event.replace('/events/', '')],
  })
  client.close()
  return { owner, mia: person, event }
}

test('a holder confirms in 2 taps from the email', { tag: '@phone' }, async ({
  page,
  app,
  look,
}) => {
  const { owner, mia, event } = await eventToCome(app)
  await signIn(page, mia)
  // The first tap is on the link in the email.
  await page.goto(`${event}/confirmation`)
  await expect(page.getByText('You have 3 tickets for Gala.')).toBeVisible()
  await expect(page.getByText('your tickets go to other people')).toBeVisible()
  await look()
  const taps = countTaps(page)
  await taps.tap(page.getByRole('button', { name: 'I am coming' }))
  expect(taps.taken + 1).toBeLessThanOrEqual(2)
  await expect(page.getByRole('status')).toContainText('Thank you. You are coming.')
  await page.goto(`${event}/confirmation`)
  await expect(page.getByText('You have confirmed that you are coming.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'I am coming' })).toHaveCount(0)
  await look()

  await signIn(page, owner)
  await page.goto(`${event}/recipients?show=unconfirmed`)
  await expect(page.getByText('Everyone who has tickets has confirmed.')).toBeVisible()
  await look()
})

test('a holder says who comes with them, on a phone without JavaScript', { tag: '@phone' }, async ({
  page,
  app,
  look,
}) => {
  const { owner, mia, event } = await eventToCome(app)
  await signIn(page, mia)
  await page.goto(event)
  const taps = countTaps(page)
  await taps.tap(page.getByRole('link', { name: /who comes with you|names/i }).first(), {
    screens: 2,
  })
  const names = page.getByLabel('Names', { exact: true })
  await taps.fill(names, 'Ann\nBo\nCy')
  await look()
  await page.getByRole('button', { name: 'Save names' }).click()
  await expect(page.getByRole('alert')).toContainText('Enter at most 2 names.')
  await expect(names).toHaveValue('Ann\nBo\nCy')
  await look()
  await names.fill('Ann\nBo')
  await taps.tap(page.getByRole('button', { name: 'Save names' }), { screens: 2 })
  expect(taps.taken).toBeLessThanOrEqual(3)
  await expect(page.getByRole('status')).toContainText('Your names have been saved.')
  await look()
  // Names say that somebody comes.
  await expect(page.getByText('You have confirmed that you are coming.')).toBeVisible()

  await signIn(page, owner)
  await page.goto(`${event}/door`)
  await expect(page.getByText('With Ann, Bo')).toBeVisible()
})
