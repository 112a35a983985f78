import { describe, expect, test } from 'vitest'
import { checkAll, exportedNames, findClashes } from './exported-names.mjs'

test('no two files export the same name', () => {
  expect(checkAll()).toEqual([])
})

describe('two files that export the same name clash', () => {
  test.each([
    ['two functions', 'export function a() {}', 'export async function* a() {}'],
    ['a component and its type', 'export function a() {}', 'export type a = string'],
    ['two constants', 'export const a = 1', 'export const { b: [a] } = x'],
    ['a list of names', 'export interface a {}', 'class b {}\nexport { b as a }'],
  ])('%s', (_, one, other) => {
    const sources = [
      { file: 'app/values/one.ts', text: one },
      { file: 'db/other.ts', text: other },
    ]
    expect(findClashes(sources)).toEqual(['a: app/values/one.ts, db/other.ts'])
  })
})

describe('a file does not own', () => {
  test.each([
    ['a default export', 'export default function a() {}'],
    ['a re-export', "export { a } from './b.ts'\nexport * from './c.ts'"],
    ['a name that it imported and passes on', "import { a } from './b.ts'\nexport { a }"],
    ['a name that it keeps to itself', 'const a = 1'],
  ])('%s', (_, text) => {
    expect(exportedNames('app/values/b.ts', text)).toEqual([])
  })

  test.each([
    ['app/routes/a.tsx', 'export const loader = 1\nexport function a() {}', ['a']],
    ['app/root.tsx', 'export function Layout() {}', []],
    ['app/models/a.ts', 'export const loader = 1', ['loader']],
  ])('an export that Remix asks for: %s', (file, text, names) => {
    expect(exportedNames(file, text)).toEqual(names)
  })
})
