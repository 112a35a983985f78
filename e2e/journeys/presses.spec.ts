import { addPerson, signIn } from '../people.ts'
import { expect, test } from './fixtures.ts'

test('a button that was pressed twice adds one person, and says so', async ({ page, app }) => {
  await signIn(page, await addPerson(app.database, { name: 'Ada', role: 'admin' }))
  await page.goto('/admin/users/new')
  const email = `${test.info().project.name.replace(/\W+/g, '-')}@example.org`
  await page.locator('[name=name]').fill('Nora New')
  await page.locator('[name=email]').fill(email)
  // The first press is answered, but by then the browser has dropped it and waits for the second.
  let presses = 0
  await page.route('**/admin/users/new', async route => {
    presses += 1
    if (presses > 1) return route.continue()
    await route.fetch({ maxRedirects: 0 })
    return route.abort('aborted')
  })
  const button = page.locator('main form button')
  await button.click({ noWaitAfter: true })
  await expect.poll(() => presses).toBe(1)
  if (test.info().project.use.javaScriptEnabled)
    await expect(button).not.toHaveAttribute('aria-busy')
  await button.click()
  await expect(page.getByRole('status')).toContainText('Nora New added.')
})

test('after a load that was stopped the button works again', async ({ page, app }) => {
  const isScripted = test.info().project.use.javaScriptEnabled ?? true
  await signIn(page, await addPerson(app.database, { name: 'Sam Stopped', role: 'member' }))
  await page.goto('/account')
  await page.locator('[name=name]').fill('Sam Started Again')
  const button = page.locator('main form button')
  // The first press gets no answer: it is stopped, as by the stop button.
  let presses = 0
  await page.route('**/account', async route => {
    presses += 1
    await (presses === 1 ? route.abort('aborted') : route.continue())
  })
  await button.click({ noWaitAfter: true })
  await expect.poll(() => presses).toBe(1)
  if (isScripted) await expect(button).not.toHaveAttribute('aria-busy')
  await button.click()
  await expect(page.getByRole('status')).toContainText('Your name has been saved.')
  expect(presses).toBeGreaterThanOrEqual(2)
})
