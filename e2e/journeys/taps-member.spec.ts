import { createClient } from '@libsql/client'
import type { Page } from '@playwright/test'
import { addEvent } from '../events.ts'
import { addPerson, type Someone, signIn } from '../people.ts'
import { expect, test } from './fixtures.ts'
import { countTaps } from './taps.ts'

test('a member asks for tickets in at most 5 taps from the home page', { tag: '@phone' }, async ({
  page,
  app,
}) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'organizer' })
  const mia = await addPerson(app.database, { name: 'Mia', role: 'member' })
  await addEvent(app.database, { name: 'Spring concert', owner: olga, tickets: 10 })
  await signIn(page, mia)
  await page.goto('/')

  const taps = countTaps(page)
  await taps.tap(page.getByRole('link', { name: /^Ask for tickets.*Spring concert/ }))
  await expect(page.getByRole('main')).toContainText('You can ask until')
  for (const number of ['2', '1'])
    await taps.tap(page.locator('.sizes label', { hasText: new RegExp(`^${number} ticket`) }))
  await taps.tap(page.getByRole('button', { name: 'Send request' }), { screens: 2 })
  await expect(page.getByRole('status')).toContainText('Your request is in: 2, or else 1.')
  expect(taps.taken).toBeLessThanOrEqual(5)
})

test('a loser sees the result and why in at most 2 taps from the home page', {
  tag: '@phone',
}, async ({ page, app }) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'organizer' })
  const people = await Promise.all(
    ['Ada', 'Ben', 'Cem'].map(name => addPerson(app.database, { name, role: 'member' })),
  )
  const asks = people.map(person => ({ person, sizes: '1' }))
  const one = { owner: olga, tickets: 1, asks, isClosed: true }
  const event = await addEvent(app.database, { ...one, name: 'Winter concert' })
  await signIn(page, olga)
  await decide(page, event)

  const taps = countTaps(page)
  for (const person of people) {
    await signIn(page, person)
    await page.goto('/')
    const lost = page.getByText('You did not get a ticket this time.')
    if (!(await lost.isVisible())) continue
    await taps.tap(page.getByRole('link', { name: /^Why did I get no ticket.*Winter concert/ }), {
      screens: 2,
    })
    break
  }
  await expect(page.locator('.lead')).toHaveText(
    /^You were (2nd|3rd) of 3\. The only ticket had gone before your turn\.$/,
  )
  await expect(page.getByRole('heading', { name: 'What this means next time' })).toBeVisible()
  expect(taps.taken).toBeGreaterThan(0)
  expect(taps.taken).toBeLessThanOrEqual(2)

  for (const from of ['/events/history', event, `${event}/request`]) {
    await page.goto(from)
    await page.getByRole('link', { name: /^Why/ }).click()
    await expect(page.locator('.lead')).toContainText('had gone before your turn')
  }
})

test('giving back 2 of 4 takes 3 taps from the result, and accepting them 2 from the email', {
  tag: '@phone',
}, async ({ page, app, look }) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'organizer' })
  const [mia, max] = [
    await addPerson(app.database, { name: 'Mia', role: 'member' }),
    await addPerson(app.database, { name: 'Max', role: 'member' }),
  ]
  const asks = [{ person: mia, sizes: '4' }]
  const concert = { owner: olga, tickets: 4, asks, isClosed: true }
  const event = await addEvent(app.database, { ...concert, name: 'Summer concert' })
  await signIn(page, olga)
  await decide(page, event, 'Mia')
  await signIn(page, max)
  await page.goto(`${event}/waiting-list`)
  await look()
  for (const number of ['2', '1'])
    await page.locator('.sizes label', { hasText: new RegExp(`^${number} ticket`) }).click()
  await page.getByRole('button', { name: 'Join the waiting list' }).click()
  await expect(page.getByRole('status')).toContainText('You are on the waiting list.')
  await look()

  await signIn(page, mia)
  await page.goto(event)
  await look()
  const giving = countTaps(page)
  await giving.tap(page.getByRole('link', { name: 'Give tickets back' }))
  await look()
  await giving.tap(page.getByText('2 tickets, and keep 2'))
  await giving.tap(page.getByRole('button', { name: 'Give back' }))
  await expect(page.getByRole('status')).toContainText(
    'You gave back 2 tickets. Thank you. You now have 2.',
  )
  expect(giving.taken).toBe(3)

  await signIn(page, max)
  await page.goto('/events')
  await look()
  await expect(page.getByRole('heading', { name: 'Tickets for you' })).toBeVisible()
  const accepting = countTaps(page)
  await page.goto(await linkInOffer(app.database, max))
  await look()
  await accepting.tap(page.getByRole('button', { name: 'Accept' }))
  await expect(page.getByRole('status')).toContainText('You accepted 2 tickets.')
  expect(accepting.taken + 1).toBe(2)
  await page.goto(`${event}/waiting-list`)
  await look()
  await page.getByRole('link', { name: /2 tickets, accepted/ }).click()
  await look()
})

/** As the email says it, when it leaves. */
async function linkInOffer(database: string, { id }: Someone): Promise<string> {
  const client = createClient({ url: `file:${database}` })
  const { rows } = await client.execute({
    sql: "SELECT event_id, facts ->> 'offerId' AS offer FROM mails WHERE kind = 'offer' AND user_id = ?",
    args: [id],
  })
  client.close()
  return `/events/${rows[0]?.event_id}/offers/${rows[0]?.offer}`
}

async function decide(page: Page, event: string, someone = 'Ada'): Promise<void> {
  await page.goto(`${event}/terms`)
  await page.getByRole('radio', { name: /^None/ }).check()
  await page.getByRole('button', { name: 'Lock the terms' }).click()
  await expect(page.getByLabel(`Tickets for ${someone}`)).toBeVisible({ timeout: 30_000 })
  await page.goto(`${event}/finalization`)
  await page.getByRole('button', { name: 'Finalize' }).click()
  await expect(page.getByRole('status')).toContainText(/^Finalized.*emails? /)
}
