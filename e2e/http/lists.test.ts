import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createPerson, testSite } from './site.ts'

const site = testSite({ seed: () => createPerson({ role: 'admin' }) })
const fileOf = (bytes: Buffer | string, name: string) =>
  new File([Uint8Array.from(Buffer.from(bytes))], name)

async function check(file: File) {
  const visitor = site().as(site().seeded)
  const page = await visitor.get('/admin/users/import')
  return {
    visitor,
    page: await visitor.submit(page, { button: 'Check the list', fields: { file } }),
  }
}

test.each([
  ['20-macroman.csv', 'Mac', 'Jürgen Müller', 'Zoé Roux'],
  ['21-cp850-msdos.csv', 'MS-DOS', 'Jürgen Größer', 'jg@dos.example'],
])('a list in an old encoding (%s) is guessed and asks to look', async (name, ...words) => {
  const { page } = await check(fileOf(readFileSync(`app/testing/people-lists/${name}`), name))
  expect(page.status).toBe(200)
  for (const word of [...words, 'Check that names with accents look right'])
    expect(page.words).toContain(word)
})

test('a file that is not a list gets a message beside the field', async () => {
  const { page } = await check(fileOf('PK\x03\x04…xl/workbook.xml', 'people.xlsx'))
  expect(page.status).toBe(422)
  expect(page.errors).toMatch(/Excel workbook.*CSV UTF-8/)
})

test('who was shown is added, and nobody else', async () => {
  const name = '06-m365-active-users.csv'
  const { visitor, page } = await check(
    fileOf(readFileSync(`app/testing/people-lists/${name}`), name),
  )
  expect(page.words).toContain('Ready to add 1 person.')
  expect(page.words).toContain('Name from “First name” and “Last name”, or else “Display name”')
  await visitor.submit(page, { button: 'Add 1 person' })
  const people = await visitor.get('/admin/users')
  expect(people.words).toContain('Rita Moreno')
  const { page: again } = await check(
    fileOf(readFileSync(`app/testing/people-lists/${name}`), name),
  )
  expect(again.words).toContain('Nobody to add. 1 already has an account.')
})
