import { expect, test } from 'vitest'
import { splitLinks } from '#app/values/links.ts'
import { readMailFilter } from './mail.ts'

test('unknown values in an address filter nothing', () => {
  const params = new URLSearchParams('state=lost&kind=toString&page=1e9&search=%20')
  expect(readMailFilter(params)).toEqual({ state: undefined, kind: undefined, search: '', page: 1 })
  expect(readMailFilter(new URLSearchParams(`search=${'x'.repeat(5000)}`)).search).toHaveLength(200)
})

test('only web addresses in a text become links', () => {
  expect(splitLinks('See:\nhttps://a.example/b?c=1\njavascript:alert(1) <b>')).toEqual([
    { text: 'See:\n', isLink: false },
    { text: 'https://a.example/b?c=1', isLink: true },
    { text: '\njavascript:alert(1) <b>', isLink: false },
  ])
})
