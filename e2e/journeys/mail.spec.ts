import { createClient } from '@libsql/client'
import type { Page } from '@playwright/test'
import { addEvent } from '../events.ts'
import { addPerson, type Someone, signIn } from '../people.ts'
import { expect, lookAt, PASSWORD, test } from './fixtures.ts'

test.setTimeout(120_000)

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

async function askForLink(page: Page, person: Someone): Promise<void> {
  await page.context().clearCookies()
  await page.goto('/forgot-password')
  await page.getByLabel('Email address').fill(person.email)
  await page.getByRole('button', { name: /sign-in link|sign in/i }).click()
}

test('an admin reads mail as it would have looked, and the link in it signs a person in once', async ({
  page,
  app,
  look,
}) => {
  const greta = await addPerson(app.database, { name: 'Greta', role: 'admin' })
  const mia = await addPerson(app.database, { name: 'Mia <b>Novak</b>', role: 'member' })
  await askForLink(page, mia)
  await look()
  await signIn(page, greta)
  await page.goto('/admin')
  await look()
  await page.getByRole('main').getByRole('link', { name: 'Email', exact: true }).click()
  await look()
  await page.getByLabel('Person or subject').fill(mia.email)
  await press(page, 'Show')
  await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(1)
  await page.getByRole('table').getByRole('link').click()
  await look()
  const framed = page.frameLocator('iframe')
  await expect(framed.locator('body')).toContainText('Mia <b>Novak</b>')
  const link = (await page.locator('pre a').first().textContent()) ?? ''
  expect(await framed.locator(`a[href="${link}"]`).count()).toBeGreaterThan(0)
  await page.getByRole('link', { name: 'Open on its own' }).click()
  await expect(page.locator('body')).toContainText('Mia <b>Novak</b>')
  await page.goto('/admin/mail?search=nobody-at-all')
  await expect(page.getByRole('heading', { name: 'No emails found' })).toBeVisible()
  await look()

  await page.context().clearCookies()
  for (const _ of ['a scanner', 'a person']) await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Mia <b>Novak</b>')
  await look()
  await press(page, 'Sign in')
  await expect(page.getByRole('status')).toContainText('You are signed in')
  await look()
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('no longer works')
  await look()
})

test('a person who must change their password sees nothing else first', async ({
  page,
  app,
  look,
}) => {
  const max = await addPerson(app.database, { name: 'Max', role: 'member' })
  const client = createClient({ url: `file:${app.database}`, timeout: 5000 })
  await client.execute({
    sql: 'UPDATE users SET must_change_password = 1 WHERE id = ?',
    args: [max.id],
  })
  client.close()
  await page.goto('/login')
  await page.getByLabel('Email address').fill(max.email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await press(page, 'Sign in')
  await expect(page).toHaveURL(/\/account\/password$/)
  await look()
  await page.goto('/events/history')
  await expect(page).toHaveURL(/\/account\/password$/)
  await page.getByLabel('Current password').fill('not that one')
  await page.getByLabel('New password').fill('three geese on a roof')
  await page.getByLabel('Repeat password').fill('three geese on a roof')
  await press(page, 'Change password')
  await expect(page.getByRole('alert')).toContainText('not your current password')
  await look()
  await page.getByLabel('Current password').fill(PASSWORD)
  await page.getByLabel('New password').fill('three geese on a roof')
  await page.getByLabel('Repeat password').fill('three geese on a roof')
  await press(page, 'Change password')
  await expect(page).toHaveURL(/\/events$/)
  await expect(page.getByRole('status')).toContainText('Your password has been changed')
})

test('our own pages say what went wrong', async ({ page, app, look, javaScriptEnabled, axe }) => {
  const greta = await addPerson(app.database, { name: 'Greta', role: 'admin' })
  const mia = await addPerson(app.database, { name: 'Mia', role: 'member' })
  const event = await addEvent(app.database, { name: 'Gala', owner: greta, tickets: 2 })
  await signIn(page, mia)
  for (const path of ['/nothing/here', `${event}/allocation`, '/events/none', '/admin']) {
    expect((await page.goto(path))?.status(), path).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found')
    // A lost visitor needs the way back.
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  }
  await look()

  await page.goto('/verify')
  await page.getByLabel('Or choose its file').setInputFiles({
    name: 'large.json',
    mimeType: 'application/json',
    buffer: Buffer.alloc(2 * 1024 * 1024 + 1, ' '),
  })
  await press(page, 'Check it')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Too large')
  await look()

  // A form of another site, posted from another window.
  const elsewhere = 'http://elsewhere.example/'
  const form = `<form method="post" action="${app.url}${event}/request"><button>Go</button></form>`
  const other = await page.context().newPage()
  await other.route(elsewhere, route => route.fulfill({ body: form, contentType: 'text/html' }))
  await other.goto(elsewhere)
  await press(other, 'Go')
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(
    'This page was opened at a different address',
  )
  await lookAt(other, { axe, javaScriptEnabled })
  await other.close()

  await signIn(page, greta)
  await page.goto('/admin/audit?from=2127-01-01')
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
  await look()
  await page.goto('/admin/audit')
  await look()
})
