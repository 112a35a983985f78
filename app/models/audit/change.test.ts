import { expect, test } from 'vitest'
import { readChanges } from './change.ts'

const say = (instant: number) => `instant ${instant}`
const changes = (before: unknown, after: unknown) =>
  readChanges(
    before === undefined ? null : JSON.stringify(before),
    after === undefined ? null : JSON.stringify(after),
    say,
  ).map(({ name, before, after }) => `${name}: ${before} → ${after}`)

test('only differences are shown, with names and instants in words', () => {
  expect(
    changes(
      { name: 'A', closesAt: 5, place: 'Hall', isOpen: true },
      { name: 'B', closesAt: 7, place: 'Hall', isOpen: false },
    ),
  ).toEqual(['name: A → B', 'closes at: instant 5 → instant 7', 'is open: yes → no'])
})

test('empty, none and absent are three different things', () => {
  expect(changes({ amount: null, place: 'Hall' }, { amount: 0, place: '' })).toEqual([
    'amount: nothing → 0',
    'place: Hall → nothing',
  ])
  expect(changes(undefined, { amount: 0 })).toEqual(['amount: null → 0'])
  expect(changes({ note: 'x' }, undefined)).toEqual(['note: x → null'])
})

test('lists and structures are written out, and cut when long', () => {
  expect(changes(undefined, { sizes: [4, 2, 1], given: [{ userId: 'a', amount: 2 }] })).toEqual([
    'sizes: null → 4, 2, 1',
    'given: null → user id: a, amount: 2',
  ])
  expect(changes(undefined, { note: 'x'.repeat(5000) })[0]).toMatch(/… \(5000 characters in all\)$/)
  expect(changes(undefined, 'text')).toEqual(['value: null → text'])
})
