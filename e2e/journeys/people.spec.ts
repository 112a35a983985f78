import type { Page } from '@playwright/test'
import type { RunningServer } from '../server.ts'
import { expect, PASSWORD, test } from './fixtures.ts'

const ADMIN = 'people-admin@example.org'

/** The first admin of this worker's server, whichever test comes first. */
async function enterAsAdmin(page: Page, app: RunningServer): Promise<void> {
  await page.goto(app.setUpLink())
  const name = page.getByLabel('Your name')
  if ((await name.count()) > 0) {
    await name.fill('Ada Admin')
    await page.getByLabel('Email address').fill(ADMIN)
    for (const field of await page.locator('input[type=password]').all()) await field.fill(PASSWORD)
    await page.getByRole('button', { name: 'Create admin account' }).click()
    return
  }
  await page.goto('/login')
  await page.getByLabel('Email address').fill(ADMIN)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('an admin adds a person, changes them, deactivates them and lets them back in', async ({
  page,
  look,
  app,
}) => {
  await enterAsAdmin(page, app)
  await page.goto('/admin')
  await look()
  // The first admin page offers it only while there is nobody yet.
  await page.goto('/admin/users')
  await page.getByRole('link', { name: 'Add a person' }).click()
  await page.getByRole('button', { name: 'Add and send' }).click()
  await expect(page.getByRole('alert')).toContainText('Enter a name.')
  await look()
  await page.getByLabel('Name').fill('Béatrice O’Brien')
  await page.getByLabel('Email address').fill('bea@example.org')
  await page.getByRole('button', { name: 'Add and send' }).click()
  await expect(page.getByRole('status')).toContainText('Béatrice O’Brien added')
  await look()
  await page.getByLabel('Organizer').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('region', { name: /latest changes/i })).toContainText('organizer')
  await page.getByRole('button', { name: 'Send the welcome email again' }).click()
  await page.getByRole('link', { name: 'Deactivate this person' }).click()
  await look()
  await page.getByRole('button', { name: 'Deactivate' }).click()
  await expect(page.getByText('Deactivated', { exact: true })).toBeVisible()
  await look()
  await page.getByRole('button', { name: 'Reactivate' }).click()
  await expect(page.getByRole('status')).toContainText('is active again')
  await page.goto('/admin/audit?person=bea%40example.org')
  await expect(page.getByRole('row')).toHaveCount(6)
  await look()
})

test('the last admin stays', async ({ page, look, app }) => {
  await enterAsAdmin(page, app)
  await page.goto('/admin/users?role=admin')
  await look()
  await page.getByRole('main').getByRole('link', { name: 'Ada Admin' }).click()
  await page.getByLabel('Member').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('last active admin')
  await look()
  await page.getByRole('link', { name: 'Deactivate this person' }).click()
  await page.getByRole('button', { name: 'Deactivate' }).click()
  await expect(page.getByRole('alert')).toContainText('last active admin')
  await look()
  await page.getByRole('link', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByRole('status')).toContainText('You have been signed out everywhere')
  await expect(page).toHaveURL(/\/login/)
})

test('a list is looked at before it is brought in', async ({ page, look, app }) => {
  await enterAsAdmin(page, app)
  await page.goto('/admin/users/import')
  await look()
  const buffer = Buffer.from(
    'name;email;role\r\n"M\u00fcller, J\u00f6rg";jm@example.org;\r\nX;nowhere;\r\n',
    'latin1',
  )
  await page.getByLabel('File').setInputFiles({ name: 'l.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Check the list' }).click()
  await expect(page.getByText('Ready to add 1 person.')).toBeVisible()
  await expect(page.getByText('1 row has a problem.')).toBeVisible()
  await look()
  await page.getByRole('button', { name: 'Add 1 person' }).click()
  await expect(page.getByRole('status')).toContainText('1 person added.')
  await expect(page.getByRole('rowheader', { name: 'Jörg Müller' })).toBeVisible()
  await look()
  await page.goto('/admin/users')
  await page.getByRole('link', { name: 'Add many from a list' }).click()
  await page.getByLabel('Or paste the list').fill('name,email\n"Ada')
  await page.getByRole('button', { name: 'Check the list' }).click()
  await expect(page.getByRole('alert')).toContainText('never closed')
  await look()
})
