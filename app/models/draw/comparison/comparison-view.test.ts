import { expect, test } from 'vitest'
import { readComparisonView, readTypedCap } from './comparison-view.ts'

const asked = (query: string) => {
  const search = new URLSearchParams(query)
  const { cap } = readComparisonView(search, { order: 'draw', cap: null })
  return { cap, ...readTypedCap(search, cap) }
}

test.each(['', 'cap=', 'cap=%20'])(
  'nothing typed means a cap of 2, without an error: "%s"',
  query => {
    expect(asked(query)).toEqual({ cap: 2, typed: '2', problem: null })
  },
)

test('a valid cap is used as typed', () => {
  expect(asked('cap=4')).toEqual({ cap: 4, typed: '4', problem: null })
})

test.each(['abc', '0', '-1', '1.5', '10000'])('an invalid cap is reported and kept: %s', typed => {
  expect(asked(`cap=${typed}`)).toEqual({
    cap: 2,
    typed,
    problem: 'Not used: a cap is a whole number from 1 to 9999. Compared with 2 instead.',
  })
})
