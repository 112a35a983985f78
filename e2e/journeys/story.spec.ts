import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { startServer } from '../server.ts'
import { expect, lookAt, PASSWORD, test } from './fixtures.ts'

type Looker = (page: Page) => Promise<void>

const members = [
  {
    name: 'Ada Moreau',
    email: 'ada@example.org',
    sizes: [4, 2],
    said: '4, or else 2',
    result: 'You got 4 tickets.',
  },
  {
    name: 'Ben Okafor',
    email: 'ben@example.org',
    sizes: [2, 1],
    said: '2, or else 1',
    result: 'You got 1 ticket.',
  },
  {
    name: 'Cem Yilmaz',
    email: 'cem@example.org',
    sizes: [3],
    said: '3',
    result: 'You did not get a ticket this time.',
  },
]

async function setUp(page: Page, link: string, look: Looker): Promise<void> {
  await page.goto(link)
  await look(page)
  await page.getByLabel('Your name').fill('Greta Admin')
  await page.getByLabel('Email address').fill('greta@example.org')
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByLabel('Repeat password').fill(PASSWORD)
  await page.getByLabel('Time zone').selectOption('Europe/Berlin')
  await page.getByRole('button', { name: 'Create admin account' }).click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
}

/** Returns the link of the welcome mail, as an admin without mail would copy it. */
async function addMember(
  page: Page,
  { name, email }: { name: string; email: string },
): Promise<string> {
  await page.goto('/admin/users/new')
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: /^Add and send/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await page.goto('/admin/mail')
  await page
    .getByRole('row', { name: new RegExp(email) })
    .getByRole('link')
    .first()
    .click()
  return page
    .locator('pre a')
    .first()
    .textContent()
    .then(text => text ?? '')
}

async function createEvent(page: Page, look: Looker): Promise<string> {
  await page.goto('/events/new')
  await look(page)
  await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Berlin')
  await page.getByLabel('Name').fill('Opening night')
  await page.getByRole('group', { name: 'Starts' }).getByLabel('Date').fill('2031-05-17')
  await page.getByRole('group', { name: 'Starts' }).getByLabel('Time').fill('19:30')
  await page.getByLabel('Total tickets').fill('5')
  await page.getByRole('button', { name: 'Create the event' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tell people about it')
  await look(page)
  await page.getByRole('link', { name: 'Opening night' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Opening night')
  await look(page)
  return new URL(page.url()).pathname
}

async function joinAndAsk(
  page: Page,
  link: string,
  event: string,
  member: (typeof members)[0],
  look: Looker,
) {
  await page.goto(link)
  await look(page)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByLabel('Repeat password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Save password and sign in' }).click()
  await expect(page).toHaveURL(/\/events$/)
  await look(page)
  await page.goto(`${event}/request`)
  for (const size of member.sizes)
    await page.getByRole('checkbox', { name: new RegExp(`^${size} `) }).check()
  await look(page)
  await page.getByRole('button', { name: 'Send request' }).click()
  await expect(page.locator('main')).toContainText(`You asked for ${member.said}`)
  await look(page)
}

async function allocate(page: Page, event: string, look: Looker): Promise<void> {
  await page.goto(`${event}/closing`)
  await look(page)
  await page.getByRole('button', { name: 'Close requests now' }).click()
  await page.goto(`${event}/allocation`)
  await look(page)
  for (const [name, amount] of [
    ['Ada Moreau', '4'],
    ['Ben Okafor', '1'],
    ['Cem Yilmaz', '0'],
  ] as const) {
    await page.getByLabel(`Tickets for ${name}`).fill(amount)
  }
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByRole('status').first()).toContainText(/saved/i)
  await look(page)
  await page.goto(`${event}/finalization`)
  await expect(page.getByRole('main')).toContainText('Email is off')
  await look(page)
  await page.getByRole('button', { name: 'Finalize', exact: true }).click()
  await expect(page.getByRole('status').first()).toBeVisible()
}

async function newWindow(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ ...options, baseURL })
  return context.newPage()
}

test('from the set-up link to three different results and three mails', async ({
  browser,
  contextOptions,
  javaScriptEnabled,
  viewport,
  isMobile,
  axe,
}) => {
  test.setTimeout(180_000)
  const app = await startServer({ env: { APP_TIME_ZONE: '' } })
  const options = { ...contextOptions, javaScriptEnabled, viewport, isMobile }
  const look: Looker = page => lookAt(page, { javaScriptEnabled, axe })
  try {
    const admin = await newWindow(browser, app.url, options)
    await setUp(admin, app.setUpLink(), look)
    const links: string[] = []
    for (const member of members) links.push(await addMember(admin, member))
    await look(admin)
    const event = await createEvent(admin, look)
    const phone = { ...options, viewport: { width: 360, height: 740 }, isMobile: true }
    const windows: Page[] = []
    for (const [index, member] of members.entries()) {
      const page = await newWindow(browser, app.url, phone)
      await joinAndAsk(page, links[index] ?? '', event, member, look)
      windows.push(page)
    }
    await allocate(admin, event, look)
    for (const [index, member] of members.entries()) {
      const page = windows[index] as Page
      await page.goto(event)
      await expect(page.locator('main')).toContainText(member.result)
      await look(page)
    }
    await admin.goto('/admin/mail?kind=result')
    await expect(admin.locator('tbody tr')).toHaveCount(3)
    await look(admin)
  } finally {
    expect(await app.stop()).toBe(0)
  }
})
