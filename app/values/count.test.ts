import { expect, test } from 'vitest'
import { readSources } from '../../scripts/checks/sources.mjs'
import { sayCount, wordFor } from './count.ts'

test('a noun agrees with its count', () => {
  expect([0, 1, 2, 21].map(count => sayCount(count, 'ticket'))).toEqual([
    '0 tickets',
    '1 ticket',
    '2 tickets',
    '21 tickets',
  ])
  expect([1, 3].map(count => sayCount(count, 'person'))).toEqual(['1 person', '3 people'])
  expect([1, 3].map(count => sayCount(count, 'loss in a row'))).toEqual([
    '1 loss',
    '3 losses in a row',
  ])
  expect([1, 3].map(count => wordFor(count, 'is'))).toEqual(['is', 'are'])
})

const NOUNS =
  'tickets|people|requests|events|emails|mails|rows|entries|losses|days|minutes|links|devices|draws|attempts|characters'

/** In a template or in JSX: the count is bare, and the noun is the same for one and for many. */
const BARE = new RegExp(`\\{[^{}]*\\}(?:\\{' '\\})?\\s(?:more )?(?:${NOUNS})\\b(?![-\\w]*[=:])`)
const BY_HAND = /=== 1 \? '[^']*'\s*: `\$\{/

test('no page, mail or command writes a count beside a noun by itself', () => {
  const wrong = readSources(['app', 'server']).flatMap(({ file, text }) =>
    /test\.tsx?$|\/testing\/|^app\/allocation\//.test(file)
      ? []
      : text
          .split('\n')
          .filter(line => !/^\s*(import|\/\/|\*|\/\*)/.test(line))
          .filter(line => BARE.test(line) || BY_HAND.test(line))
          .map(line => `${file}: ${line.trim()}`),
  )
  expect(wrong).toEqual([])
})
