import { expect, test } from 'vitest'
import { keepLedger, type LedgerEntry, lossesOf } from './ledger.ts'

const event = (finalizedAt: number, overrides: Partial<LedgerEntry> = {}): LedgerEntry => ({
  eventId: `event-${finalizedAt}`,
  eventName: 'Evening',
  finalizedAt,
  requested: 20,
  available: 10,
  given: 10,
  smallest: 1,
  got: 0,
  ...overrides,
})

test('losses add up until a win ends the row', () => {
  expect(lossesOf(keepLedger([event(1), event(2)]))).toBe(2)
  expect(lossesOf(keepLedger([event(1), event(2), event(3, { got: 1 })]))).toBe(0)
  expect(lossesOf(keepLedger([event(1), event(2, { got: 1 }), event(3)]))).toBe(1)
})

test('an event with enough for everybody is not a loss, and does not end the row', () => {
  const lines = keepLedger([event(1), event(2, { requested: 10 })])
  expect(lines.map(l => l.verdict)).toEqual(['lost', 'not-counted'])
  expect(lossesOf(lines)).toBe(1)
})

test('asking for more than there ever was is not a loss, however often, and does not end the row', () => {
  const lines = keepLedger([
    event(1),
    event(2, { smallest: 11 }),
    event(3, { smallest: null }),
    event(4, { smallest: 10 }),
  ])
  expect(lines.map(l => l.verdict)).toEqual(['lost', 'not-eligible', 'not-eligible', 'lost'])
  expect(lossesOf(lines)).toBe(2)
})

test('the time of the decision counts, not the order of the rows', () => {
  expect(lossesOf(keepLedger([event(2, { got: 2 }), event(1)]))).toBe(0)
})

test('somebody without a history has no losses', () => {
  expect(lossesOf(keepLedger([]))).toBe(0)
})

test('getting nothing while enough was left is not a loss: only decisions by hand do that', () => {
  const lines = keepLedger([
    event(1, { given: 9, smallest: 1 }),
    event(2, { given: 9, smallest: 2 }),
    event(3, { given: 0, smallest: 2 }),
    event(4, { given: 12, smallest: 1 }),
  ])
  expect(lines.map(l => l.verdict)).toEqual(['left-over', 'lost', 'left-over', 'lost'])
  expect(lossesOf(lines)).toBe(2)
})
