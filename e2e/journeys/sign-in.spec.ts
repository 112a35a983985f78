import { expect, test } from './fixtures.ts'

test('a wrong password is said, and the mail address stays', async ({ page, look }) => {
  await page.goto('/login')
  await look()
  await page.getByLabel('Email address').fill('nobody@example.org')
  await page.getByLabel('Password').fill('certainly wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveTitle(/^Error: /)
  await expect(page.getByRole('alert')).toContainText('is not right')
  await expect(page.getByLabel('Email address')).toHaveValue('nobody@example.org')
  await look()
})
