import type { Page } from '@playwright/test'
import { expect, PASSWORD, test } from './fixtures.ts'

const NEW = 'two dogs under a table'
const press = (page: Page, name: string) => page.getByRole('button', { name }).click()

async function typePassword(page: Page, password: string, again = password): Promise<void> {
  await page.getByLabel('New password').fill(password)
  await page.getByLabel('Repeat password').fill(again)
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('Email address').fill('ada@example.org')
  await page.getByLabel('Password').fill(password)
  await press(page, 'Sign in')
}

async function mailedLink(admin: Page, stranger: Page, button: string): Promise<string> {
  await stranger.goto('/forgot-password')
  await stranger.getByLabel('Email address').fill('ada@example.org')
  await press(stranger, button)
  await expect(stranger.getByRole('status')).toContainText('If an account has this address')
  await admin.goto('/admin/mail')
  await admin.locator('main table a').first().click()
  const text = (await admin.locator('main').textContent()) ?? ''
  return /http\S+\/(?:sign-in|reset-password)\/[\w-]+/.exec(text)?.[0] ?? ''
}

test('from the set-up link to a new password: every page of the own account', async ({
  page,
  app,
  look,
  browser,
  javaScriptEnabled,
}) => {
  const link = app.setUpLink()
  await page.goto(link)
  await look()
  await page.getByLabel('Your name').fill('Ada Lovelace')
  await page.getByLabel('Email address').fill('ada')
  await typePassword(page, 'short', 'shorter')
  await press(page, 'Create admin account')
  await expect(page).toHaveTitle(/^Error: /)
  await look()
  await page.getByRole('link', { name: 'Enter an email address' }).click()
  await expect(page.getByLabel('Email address')).toBeFocused()
  await expect(page.getByLabel('Your name')).toHaveValue('Ada Lovelace')
  await page.getByLabel('Email address').fill('ada@example.org')
  await typePassword(page, PASSWORD)
  await press(page, 'Create admin account')
  await expect(page.getByRole('status')).toContainText('Welcome, Ada Lovelace')

  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link no longer works')
  await look()

  const stranger = await (
    await browser.newContext({
      baseURL: app.url,
      ...(javaScriptEnabled === false && { javaScriptEnabled }),
    })
  ).newPage()
  const signInLink = await mailedLink(page, stranger, 'Make a sign-in link')
  await stranger.goto(signInLink)
  await stranger.reload()
  await press(stranger, 'Sign in')
  await expect(stranger.getByRole('status')).toContainText('You are signed in')

  await page.goto('/account')
  await look()
  await page.getByLabel('Your name').fill('Ada King')
  await press(page, 'Save name')
  await expect(page.getByRole('definition').first()).toHaveText('Ada King')

  await page.getByRole('link', { name: 'Where you are signed in' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Last used' })).toHaveCount(2)
  await look()
  await press(page, 'Sign out everywhere else')
  await expect(page.getByText('You are not signed in anywhere else')).toBeVisible()
  await stranger.goto('/account')
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Sign in to see this page')

  await page.goto('/account/password')
  await look()
  await page.getByLabel('Current password').fill('not this one')
  await typePassword(page, NEW)
  await press(page, 'Change password')
  await expect(page.getByRole('alert')).toContainText('not your current password')
  await look()

  await page.goto('/forgot-password')
  await look()
  const resetLink = await mailedLink(page, stranger, 'Make a link to a new password')
  await press(page, 'Sign out')
  await page.goto(resetLink)
  await look()
  await typePassword(page, NEW)
  await press(page, 'Save password and sign in')
  await expect(page.getByRole('status')).toContainText('Your password is saved')
  await stranger.goto(resetLink)
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('This link no longer works')

  await signIn(stranger, PASSWORD)
  await expect(stranger.getByRole('alert')).toContainText('is not right')
  await signIn(stranger, NEW)
  await expect(stranger.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await stranger.context().close()
})
