import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { addEvent } from '../events.ts'
import { addPerson, type Someone, signIn } from '../people.ts'
import type { RunningServer } from '../server.ts'
import { expect, test } from './fixtures.ts'

test.setTimeout(120_000)

const press = (page: Page, name: string) => page.getByRole('button', { name }).click()

const closedEvent = (app: RunningServer, name: string, owner: Someone, askers: Someone[]) =>
  addEvent(app.database, {
    name,
    owner,
    tickets: 3,
    asks: askers.map(person => ({ person, sizes: '2,1' })),
    isClosed: true,
  })

test('an organizer drafts, finalizes, takes it back; members see their result and history its figures', async ({
  page,
  app,
  look,
}) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'organizer' })
  const mia = await addPerson(app.database, { name: 'Mia', role: 'member' })
  const max = await addPerson(app.database, { name: 'Max', role: 'member' })
  const address = await closedEvent(app, 'Gala', olga, [mia, max])
  await signIn(page, olga)

  await page.goto(`${address}/allocation`)
  await look()
  const save = () => page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByLabel('Tickets for Mia').fill('3')
  await save()
  await expect(page.getByRole('alert')).toContainText('Mia: They did not ask for 3')
  await expect(page.getByRole('alert')).toBeInViewport()
  await look()
  await page.getByLabel('Reason for Mia').fill('Brings her aunt')
  await page.getByLabel('Tickets for Max').fill('1')
  await save()
  await expect(page.getByRole('alert')).toContainText('4 tickets in all, and there are only 3')
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
  await expect(page.getByRole('main')).toContainText('Email is off')
  await page.getByRole('button', { name: 'Finalize' }).click()
  await expect(page.getByRole('status')).toContainText('2 emails are not sent')
  await page.goto(`${address}/allocation`)
  await look()

  await signIn(page, mia)
  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'Your result' })).toBeVisible()
  await page.goto('/events/history')
  await expect(page.getByRole('row', { name: /Gala/ }).first()).toContainText('Finalized')
  await look()

  await signIn(page, olga)
  await page.goto(`${address}/finalization`)
  await look()
  await page.getByRole('button', { name: 'Reopen results' }).click()
  await expect(page.getByRole('alert')).toContainText('Enter a reason')
  await look()
  await page.getByLabel('Reason').fill('The aunt cannot come')
  await page.getByRole('button', { name: 'Reopen results' }).click()
  await expect(page.getByRole('status')).toContainText('stay closed')
  await page.getByLabel('Tickets for Mia').fill('2')
  await page.getByLabel('Reason for Mia').fill('')
  await save()
  await page.goto(`${address}/finalization`)
  await expect(page.getByRole('table')).toContainText('Was told')
  await look()
  await page.getByRole('button', { name: 'Finalize' }).click()
  await expect(page.getByRole('status')).toContainText('1 email is not sent')
  await look()
})

test('bad numbers and another organizer lose nobody what was typed; a draw and "none" fill the rest', async ({
  page,
  app,
  look,
}) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'admin' })
  const askers: Someone[] = []
  for (const name of ['Mia', 'Max', 'Mo'])
    askers.push(await addPerson(app.database, { name, role: 'member' }))
  const address = await closedEvent(app, 'Ball', olga, askers)
  await signIn(page, olga)
  await page.goto(`${address}/allocation`)
  for (const [typed, said] of [
    ['-1', 'Enter a whole number'],
    ['1.5', 'Enter a whole number'],
    ['99', 'There are only 3 tickets'],
  ] as const) {
    await page.getByLabel('Tickets for Mia').fill(typed)
    await press(page, 'Save draft')
    await expect(page.getByRole('alert')).toContainText(said)
    await expect(page.getByLabel('Tickets for Mia')).toHaveValue(typed)
  }
  await look()

  await page.goto(`${address}/allocation`)
  const other = await page.context().newPage()
  await other.goto(`${address}/allocation`)
  await other.getByLabel('Tickets for Mia').fill('2')
  await press(other, 'Save draft')
  await expect(other.getByRole('status')).toContainText('1 row saved')
  await other.close()
  await page.getByLabel('Tickets for Mia').fill('1')
  await press(page, 'Save draft')
  await expect(page.getByRole('alert')).toContainText('Someone else set this to 2 tickets')
  await expect(page.getByLabel('Tickets for Mia')).toHaveValue('1')
  await look()
  await press(page, 'Save draft')
  await expect(page.getByRole('status')).toContainText('1 row saved')

  await page.goto(`${address}/finalization`)
  await expect(page.getByRole('main')).toContainText('You can’t finalize now')
  await look()
  await page.goto(`${address}/allocation/none`)
  await press(page, 'Give none to 2 people')
  await expect(page.getByRole('status')).toContainText('Every request is decided')
  await expect(page.getByLabel('Tickets for Max')).toHaveValue('0')
  await page.goto(`${address}/allocation/plain-draw`)
  await press(page, 'Fill in all 3')
  await expect(page.getByRole('status')).toContainText('The list is filled in at random')
  await look()
})

test('history narrows by year and state, and goes into a spreadsheet', async ({
  page,
  app,
  look,
}) => {
  const olga = await addPerson(app.database, { name: 'Olga', role: 'organizer' })
  const mia = await addPerson(app.database, { name: 'Mia', role: 'member' })
  const address = await closedEvent(app, 'Closed & counted', olga, [mia])
  await addEvent(app.database, { name: 'Still open', owner: olga, tickets: 9 })
  await signIn(page, olga)
  await page.goto('/events/history')
  await look()
  await page.getByLabel('State').selectOption('Closed')
  await press(page, 'Show')
  await expect(page.getByRole('row', { name: /Closed & counted/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /Still open/ })).toHaveCount(0)
  await look()
  const history = await save(page, 'Download as CSV')
  expect(history).toContain('Closed & counted')
  expect(history).not.toContain('Still open')
  await page.goto('/events/history?year=1999')
  await expect(page.getByRole('heading', { name: 'No event matches' })).toBeVisible()
  await look()
  await page.goto(`${address}/requests`)
  await look()
  expect(await save(page, /CSV/)).toContain('Mia')
})

async function save(page: Page, name: string | RegExp): Promise<string> {
  const saving = page.waitForEvent('download')
  await page.getByRole('link', { name }).click()
  return readFileSync(await (await saving).path(), 'utf8')
}
