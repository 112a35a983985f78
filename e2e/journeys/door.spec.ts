import { addEvent, addHoldings } from '../events.ts'
import { addPerson, signIn } from '../people.ts'
import type { RunningServer } from '../server.ts'
import { expect, test } from './fixtures.ts'
import { countTaps } from './taps.ts'

const NAMES = 'Ana Ben Cai Dov Eva Fay Gus Hal Ida Jon Kay Leo Mia Ned Ola'.split(' ')

async function eventAtDoor({ database }: RunningServer) {
  const owner = await addPerson(database, { name: 'Olga', role: 'organizer' })
  const held = await Promise.all(
    NAMES.map(async name => ({
      person: await addPerson(database, { name: `${name} Berg`, role: 'member' }),
      holding: name === 'Ana' ? 4 : 2,
      doorCode: crypto.randomUUID().replaceAll('-', ''),
    })),
  )
  const event = await addEvent(database, { name: 'Gala', owner, tickets: 40 })
  await addHoldings(database, event, held)
  const mia = held.find(({ person }) => person.name === 'Mia Berg') ?? held[0]
  if (!mia) throw new Error('nobody holds tickets')
  return { owner, event, mia }
}

test('a person is ticked at the door in 2 taps on a phone', { tag: '@phone' }, async ({
  page,
  app,
  look,
}) => {
  const { owner, event, mia } = await eventAtDoor(app)
  await signIn(page, owner)

  // The camera opens the address in the code: one tap on what it found, one on the count.
  await page.goto(`${event}/door/${mia.doorCode}`)
  const scanned = countTaps(page)
  await scanned.tap(page.getByRole('button', { name: '1 here: Mia Berg' }))
  await expect(page.getByRole('status')).toContainText('Mia Berg: 1 of 2 here')
  expect(scanned.taken + 1).toBeLessThanOrEqual(2)
  await look()

  // Without a code: the name and its search key, then the count.
  await page.goto(`${event}/door`)
  const typed = countTaps(page)
  const search = page.getByRole('searchbox', { name: 'Name' })
  await typed.fill(search, 'mia')
  await search.press('Enter')
  await typed.tap(page.getByRole('button', { name: '2 here: Mia Berg' }))
  await expect(page.getByRole('status')).toContainText('Mia Berg: 2 of 2 here')
  expect(typed.taken).toBeLessThanOrEqual(2)
  await expect(search).toHaveValue('')
  await look()
})

test('more people than tickets are counted after a second press', async ({ page, app, look }) => {
  const { owner, event } = await eventAtDoor(app)
  await signIn(page, owner)
  await page.goto(`${event}/door`)
  await page.getByRole('button', { name: '3 here, more than their tickets: Mia Berg' }).click()
  await expect(page.getByRole('alert')).toContainText('Mia Berg has 2 tickets')
  await look()
  await page.getByRole('button', { name: 'Yes, 3 are here' }).click()
  await expect(page.getByRole('status')).toContainText('3 people here, 1 more than the tickets')
})

test('the holder sees the code of their ticket, and the organizer hands it over', async ({
  page,
  app,
  look,
}) => {
  const { owner, event, mia } = await eventAtDoor(app)
  await signIn(page, mia.person)
  await page.goto(event)
  await expect(page.getByRole('img', { name: 'QR code of your ticket' })).toBeVisible()
  await look()
  await page.goto(`${event}/door/${mia.doorCode}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/not (there|found)|nothing/i)
  await page.context().clearCookies()
  await signIn(page, owner)
  await page.goto(`${event}/recipients`)
  await page.getByRole('button', { name: /^Mark as handed over.*Mia Berg/ }).click()
  await expect(page.getByRole('row', { name: /Mia Berg/ })).toContainText(', by Olga')
  await look()
})

test('the column says “Here” once on a wide screen', { tag: '@desktop' }, async ({ page, app }) => {
  const { owner, event } = await eventAtDoor(app)
  await signIn(page, owner)
  await page.goto(`${event}/door`)
  const words = page.getByText('Here', { exact: false }).and(page.locator('legend'))
  await expect(page.getByRole('columnheader', { name: 'Here' })).toBeVisible()
  for (const legend of await words.all()) expect((await legend.boundingBox())?.width).toBe(1)
})
