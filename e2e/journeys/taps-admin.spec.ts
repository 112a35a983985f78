import type { Page } from '@playwright/test'
import { addPerson, signIn } from '../people.ts'
import { expect, test } from './fixtures.ts'
import { countTaps } from './taps.ts'

const main = (page: Page) => page.getByRole('main')
const button = (page: Page, name: string) => main(page).getByRole('button', { name })
const link = (page: Page, name: string) => main(page).getByRole('link', { name, exact: true })

const NAMES = Array.from({ length: 25 }, (_, number) => `Member ${number + 1}`)

function listOf(names: string[], domain: string) {
  const rows = names.map(name => `${name},${name.toLowerCase().replace(' ', '-')}@${domain}`)
  const buffer = Buffer.from(['name,email', ...rows].join('\n'))
  return { name: 'people.csv', mimeType: 'text/csv', buffer }
}

test.beforeEach(async ({ page, app }) => {
  await signIn(page, await addPerson(app.database, { name: 'Ada', role: 'admin' }))
})

test('25 people from a file take at most 5 taps', { tag: '@phone' }, async ({ page }) => {
  const taps = countTaps(page)
  await taps.tap(page.getByRole('navigation').getByRole('link', { name: 'Admin' }))
  await taps.tap(link(page, 'many from a list'), { screens: 2 })
  await taps.chooseFile(page.getByLabel('File'), listOf(NAMES, 'one.example.org'), { screens: 2 })
  await taps.tap(button(page, 'Check the list'), { screens: 2 })
  await expect(page.getByText('Ready to add 25 people.')).toBeVisible()
  await taps.tap(button(page, 'Add 25 people'), { screens: 2 })
  await expect(page.getByRole('status')).toContainText('25 people added.')
  expect(taps.taken).toBeLessThanOrEqual(5)
})

test('25 links without email take at most 6 taps', { tag: '@phone' }, async ({ page }) => {
  const taps = countTaps(page)
  await taps.tap(page.getByRole('navigation').getByRole('link', { name: 'Admin' }))
  await taps.tap(link(page, 'many from a list'), { screens: 2 })
  await taps.chooseFile(page.getByLabel('File'), listOf(NAMES, 'two.example.org'), { screens: 2 })
  await taps.tap(button(page, 'Check the list'), { screens: 2 })
  await taps.tap(button(page, 'Add 25 people'), { screens: 2 })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Links to hand out')
  const file = page.waitForEvent('download')
  await taps.tap(link(page, 'Download all as CSV'), { screens: 2 })
  const text = await readAll(await (await file).createReadStream())
  const links = text.match(/http\S+\/reset-password\/[\w-]+/g) ?? []
  expect(new Set(links).size).toBeGreaterThanOrEqual(25)
  for (const name of NAMES) expect(text).toContain(`${name.toLowerCase().replace(' ', '-')}@two.`)
  expect(taps.taken).toBeLessThanOrEqual(6)
})

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part as Buffer))
  return Buffer.concat(parts).toString()
}
