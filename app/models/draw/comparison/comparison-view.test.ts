import { expect, test } from 'vitest'
import { readComparisonView, readTypedCap } from './comparison-view.ts'

const asked = (query: string) => {
  const search = new URLSearchParams(query)
  const { cap } = readComparisonView(search, { order: 'draw', cap: null })
  return { cap, ...readTypedCap(search, cap) }
}

test.each(['', 'cap=', 'cap=%20'])('nothing typed is a cap of 2, and no mistake: "%s"', query => {
  expect(asked(query)).toEqual({ cap: 2, typed: '2', problem: null })
})

test('a cap that can be is taken as it is', () => {
  expect(asked('cap=4')).toEqual({ cap: 4, typed: '4', problem: null })
})

test.each(['abc', '0', '-1', '1.5', '10000'])('what no cap can be is said and kept: %s', typed => {
  expect(asked(`cap=${typed}`)).toEqual({
    cap: 2,
    typed,
    problem: 'Left out: a cap is a whole number from 1 to 9999. Compared with 2 instead.',
  })
})
