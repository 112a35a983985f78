import { expect, test } from 'vitest'
import { nameProblem, problemsOf } from './error-summary.tsx'

test('a message that could belong to any field names its field', () => {
  expect(nameProblem('place', 'Too long: at most 200 characters.')).toBe(
    'Place: too long: at most 200 characters.',
  )
  expect(nameProblem('closesDate', 'This time has passed. Enter a later one.')).toBe(
    'Requests close: this time has passed. Enter a later one.',
  )
})

test('a message that names its field stays as it is, and so does one of the whole form', () => {
  for (const [field, text] of [
    ['place', 'The place is on fire.'],
    ['', 'Too many tries.'],
  ] as const)
    expect(nameProblem(field, text)).toBe(text)
})

test('what an action answered is the problem of the form that the page names', () => {
  const answer = { status: 'error' as const, error: { place: ['Too long.'], name: null } }
  expect(problemsOf('event', answer)).toEqual({
    id: 'event',
    allErrors: { place: ['Too long.'], name: [] },
  })
  expect(problemsOf('event', undefined)).toEqual({ id: 'event', allErrors: {} })
})
