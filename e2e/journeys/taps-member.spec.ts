import type { Page } from '@playwright/test'
import { addEvent } from '../events.ts'
import { addPerson, signIn } from '../people.ts'
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

async function decide(page: Page, event: string): Promise<void> {
  await page.goto(`${event}/terms`)
  await page.getByRole('radio', { name: /^None/ }).check()
  await page.getByRole('button', { name: 'Lock the terms' }).click()
  await expect(page.getByLabel('Tickets for Ada')).toBeVisible({ timeout: 30_000 })
  await page.goto(`${event}/finalization`)
  await page.getByRole('button', { name: 'Finalize' }).click()
  await expect(page.getByRole('status')).toContainText('mails')
}
