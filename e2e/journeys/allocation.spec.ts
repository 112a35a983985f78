import type { Page } from '@playwright/test'
import { addPerson, type Someone, signIn } from '../people.ts'
import { expect, test } from './fixtures.ts'

test.setTimeout(180_000)

/** An event with a request of each person, closed: made as people make it. Returns its address. */
async function closedEvent(page: Page, olga: Someone, askers: Someone[]): Promise<string> {
  await signIn(page, olga)
  await page.goto('/events/new')
  await page.getByLabel('Name', { exact: true }).fill('Gala')
  await page.getByLabel('Starts').fill('2127-05-01T20:00')
  await page.getByLabel('Total tickets').fill('3')
  await page.getByRole('button', { name: 'Create the event' }).click()
  await expect(page.getByRole('status')).toContainText('created')
  const address = new URL(page.url()).pathname
  for (const asker of askers) {
    await signIn(page, asker)
    await page.goto(`${address}/request`)
    for (const number of ['2', '1'])
      await page.locator('.sizes label', { hasText: new RegExp(`^${number} ticket`) }).click()
    await page.getByRole('button', { name: 'Ask for these tickets' }).click()
    await expect(page.getByRole('status')).toContainText('2, or else 1')
  }
  await signIn(page, olga)
  await page.goto(`${address}/closing`)
  await page.getByRole('button', { name: 'Close requests now' }).click()
  await expect(page.getByRole('status')).toContainText('closed')
  return address
}

test('an organizer drafts, finalizes, takes it back; members see their result and history its figures', async ({
  page,
  app,
  look,
}) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'organizer' })
  const mia = await addPerson(app.database, { name: 'Mia', role: 'member' })
  const max = await addPerson(app.database, { name: 'Max', role: 'member' })
  const address = await closedEvent(page, olga, [mia, max])

  await page.goto(`${address}/allocation`)
  await look()
  const save = () => page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByLabel('Tickets for Mia').fill('3')
  await save()
  await expect(page.getByRole('alert')).toContainText('Mia: 3 is not one of the sizes')
  await look()
  await page.getByLabel('Reason for Mia').fill('Brings her aunt')
  await page.getByLabel('Tickets for Max').fill('1')
  await save()
  await expect(page.getByRole('alert')).toContainText('4 tickets, and there are 3')
  await expect(page.getByLabel('Reason for Mia')).toHaveValue('Brings her aunt')
  await look()
  await page.getByLabel('Tickets for Max').fill('0')
  await save()
  await expect(page.getByRole('status')).toContainText('2 rows saved')
  for (const path of ['plain-draw', 'none']) {
    await page.goto(`${address}/allocation/${path}`)
    await look()
  }

  await page.goto(`${address}/finalization`)
  await look()
  await expect(page.getByLabel('Send mail')).toBeChecked()
  await page.getByRole('button', { name: 'Finalize' }).click()
  await expect(page.getByRole('status')).toContainText('2 mails are on the way')
  await page.goto(`${address}/allocation`)
  await look()

  await signIn(page, mia)
  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'Your result' })).toBeVisible()
  await page.goto('/events/history')
  await expect(page.getByRole('row', { name: /Gala/ }).first()).toContainText('Decided')
  await look()

  await signIn(page, olga)
  await page.goto(`${address}/finalization`)
  await look()
  await page.getByRole('button', { name: 'Un-finalize' }).click()
  await expect(page.getByRole('alert')).toContainText('Enter a reason')
  await look()
  await page.getByLabel('Reason').fill('The aunt cannot come')
  await page.getByRole('button', { name: 'Un-finalize' }).click()
  await expect(page.getByRole('status')).toContainText('stays closed')
})
