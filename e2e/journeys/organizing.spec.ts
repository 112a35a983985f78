import type { Page } from '@playwright/test'
import { addRequests } from '../events.ts'
import { addPerson, type Someone, signIn } from '../people.ts'
import { expect, test } from './fixtures.ts'

test.setTimeout(150_000)

/** The one thing to do next: in sight without scrolling. */
async function press(page: Page, name: string): Promise<void> {
  const next = page.getByRole('region', { name: 'Next step' })
  const action = next.getByRole('link', { name, exact: true })
  const button = action.or(next.getByRole('button', { name, exact: true }))
  await expect(button).toBeInViewport({ ratio: 1 })
  await button.click()
}

const stage = (page: Page) => page.locator('.stages [aria-current="step"]')

test('an organizer is led from a draft to the list of who gets tickets', async ({
  page,
  app,
  look,
}) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'organizer' })
  const askers: Someone[] = []
  for (const name of ['Mia Novak', 'Max', 'Mo'])
    askers.push(await addPerson(app.database, { name, role: 'member' }))
  await signIn(page, olga)
  await page.goto('/events/new')
  await page.getByLabel('Name', { exact: true }).fill('Summer concert')
  await page.getByRole('group', { name: 'Starts' }).getByLabel('Date').fill('2127-05-01')
  await page.getByLabel('Place (optional)').fill('Town hall')
  await page.getByLabel('Total tickets').fill('3')
  const opening = page.getByRole('group', { name: 'Opening time' })
  await expect(opening).toBeHidden()
  await page.getByRole('radio', { name: 'At a time that I choose' }).check()
  await expect(opening).toBeVisible()
  await page.getByRole('radio', { name: /^Not yet/ }).check()
  await page.getByRole('button', { name: 'Create the event' }).click()
  const address = new URL(page.url()).pathname
  await expect(stage(page)).toHaveText('Draft')
  await look()

  await press(page, 'Open requests')
  await expect(page.getByRole('status')).toContainText('Requests are open.')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tell people about it')
  await look()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('img', { name: /^QR code of / })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Summer concert' })).toContainText(address)
  await expect(page.getByRole('heading', { name: 'Email everyone' })).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('link', { name: 'Summer concert' }).click()
  await expect(stage(page)).toHaveText('Open')
  await look()
  await addRequests(
    app.database,
    address,
    askers.map(person => ({ person, sizes: '2,1' })),
  )

  await page.goto(address)
  await press(page, 'Close requests now')
  await look()
  await page.getByRole('button', { name: 'Close requests now' }).click()
  await expect(stage(page)).toHaveText('Closed')
  await expect(page.getByRole('link', { name: 'Cancel the event' })).toBeHidden()
  await page.locator('.more summary').click()
  await expect(page.getByRole('link', { name: 'Cancel the event' })).toBeVisible()
  await look()

  await press(page, 'Decide by hand')
  await expect(page.getByRole('link', { name: /^Fill at random/ })).toBeVisible()
  await page.goto(address)
  await press(page, 'Decide by draw')
  await page.getByRole('radio', { name: /^None/ }).check()
  await page.getByRole('button', { name: 'Lock the terms' }).click()
  await expect(page.getByLabel('Tickets for Max')).toBeVisible({ timeout: 30_000 })
  await page.goto(address)
  await expect(stage(page)).toHaveText('Drawn')
  await look()
  await press(page, 'Check and finalize')
  await page.getByRole('button', { name: 'Finalize' }).click()
  await expect(stage(page)).toHaveText('Finalized')
  await expect(page.getByRole('main')).toContainText('3 tickets to 3 people.')
  await look()

  await press(page, 'Who gets tickets')
  await expect(page.getByRole('table')).toContainText('Mia Novak')
  await look()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('link', { name: 'Download as CSV' })).toBeHidden()
  await expect(page.getByRole('main')).toContainText(/Summer concert.*1 May 2127/s)
  await page.emulateMedia({ media: 'screen' })
  await page.goto('/events')
  await expect(page.getByRole('link', { name: /^Who gets tickets/ })).toBeVisible()
  await look()
})
