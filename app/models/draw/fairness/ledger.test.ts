import { describe, expect, test } from 'vitest'
import { entriesFor } from '#app/models/draw/roll.server.ts'
import {
  keepLedger,
  type LedgerEntry,
  lossesOf,
  sayLossesInARow,
  type Verdict,
  weightFor,
} from './ledger.ts'

const DAY = 24 * 3600

/** A loss, unless something else is said. */
const event = (finalizedAt: number | null, overrides: Partial<LedgerEntry> = {}): LedgerEntry => ({
  eventId: `event-${finalizedAt}`,
  eventName: 'Evening',
  ownerName: 'Olga',
  finalizedAt,
  drawnFor: 10,
  wanted: 20,
  openSeconds: DAY,
  isAsked: true,
  isPinned: false,
  smallest: 1,
  got: 0,
  drawn: overrides.got ?? 0,
  after: null,
  ...overrides,
})

const verdictOf = (overrides: Partial<LedgerEntry>) => keepLedger([event(1, overrides)])[0]?.verdict

test('losses add up until a win ends the row', () => {
  expect(lossesOf(keepLedger([event(1), event(2)]))).toBe(2)
  expect(lossesOf(keepLedger([event(1), event(2), event(3, { got: 1 })]))).toBe(0)
  expect(lossesOf(keepLedger([event(1), event(2, { got: 1 }), event(3)]))).toBe(1)
})

const neither: [string, Partial<LedgerEntry>, Verdict][] = [
  ['was entered by somebody else and not confirmed', { isAsked: false }, 'not-asked'],
  ['was decided by hand', { drawnFor: null, drawn: null }, 'by-hand'],
  ['was open for a second less than a day', { openSeconds: DAY - 1 }, 'too-short'],
  ['was not on the roll', { drawn: null }, 'off-roll'],
  ['was pinned to none', { isPinned: true }, 'set-by-hand'],
  ['was set to none by hand after the draw', { drawn: 2 }, 'set-by-hand'],
  ['was set by hand below the smallest size', { got: 1, drawn: 0, smallest: 2 }, 'set-by-hand'],
  ['wanted more than was drawn for', { smallest: 11 }, 'never-enough'],
  ['wanted nothing that is known', { smallest: null }, 'no-size'],
  ['came where there was enough for all', { wanted: 10 }, 'enough'],
]

describe('neither a loss nor a win', () => {
  test.each(neither)('is a request that %s', (_which, overrides, verdict) => {
    const lines = keepLedger([event(1), event(2, overrides)])
    expect(lines.map(line => line.verdict)).toEqual(['lost', verdict])
    expect(lossesOf(lines)).toBe(1)
  })
})

test('a loss may be as close as can be', () => {
  const least = { openSeconds: DAY, smallest: 10, wanted: 11, drawnFor: 10 }
  expect(verdictOf(least)).toBe('lost')
})

describe('a win', () => {
  test('is any result of at least the smallest size that the person asked for', () => {
    expect(verdictOf({ got: 2, smallest: 2 })).toBe('won')
    expect(verdictOf({ got: 1, smallest: 2, drawn: 1 })).not.toBe('won')
    expect(verdictOf({ got: 2, smallest: 2, openSeconds: 5 })).toBe('won')
    expect(verdictOf({ got: 2, drawnFor: null, drawn: null })).toBe('won')
  })

  test('is not what somebody else entered, so nobody can end another’s row', () => {
    const lines = keepLedger([event(1), event(2, { got: 1, isAsked: false })])
    expect(lossesOf(lines)).toBe(1)
  })

  test('counts as soon as it is drawn, after everything final; a loss does not yet', () => {
    expect(lossesOf(keepLedger([event(null, { got: 1 }), event(5)]))).toBe(0)
    const lines = keepLedger([event(null), event(5)])
    expect(lines.map(line => line.verdict)).toEqual(['lost', 'not-final'])
    expect(lossesOf(lines)).toBe(1)
  })
})

test('the time of the decision counts, not the order of the rows', () => {
  expect(lossesOf(keepLedger([event(2, { got: 2 }), event(1)]))).toBe(0)
})

test('somebody without a history has no losses', () => {
  expect(lossesOf(keepLedger([]))).toBe(0)
})

test('at most 10 losses in a row count, for tickets in the hat and for the longest wait', () => {
  const losses = lossesOf(keepLedger(Array.from({ length: 14 }, (_, at) => event(at))))
  expect(losses).toBe(14)
  expect([0, 10, 11, losses].map(weightFor)).toEqual([1, 11, 11, 11])
  const facts = [{ code: 'a', sizes: [1], losses, raisedAt: 1 }]
  expect(entriesFor('rotation', facts)).toMatchObject([{ weight: 1, priority: 10 }])
  expect(entriesFor('weighted', facts)).toMatchObject([{ weight: 11, priority: 0 }])
  expect([1, 10, 14].map(sayLossesInARow)).toEqual([
    '1 loss',
    '10 losses in a row',
    '14 losses in a row, of which 10 count',
  ])
})

describe('what came after the decision', () => {
  const nothing = {
    ...{ accepted: 0, taken: 0, given: 0, saysComing: false, refused: false, isOffered: false },
    ...{ gaveAllBack: false, wasLowered: false },
  }
  const having = (more: Partial<typeof nothing>) => ({ after: { ...nothing, ...more } })

  const cases: [string, Partial<LedgerEntry>, Verdict][] = [
    ['nothing at all', having({}), 'lost'],
    ['an offer that was accepted', having({ accepted: 1 }), 'won'],
    ['tickets taken in the last call', having({ taken: 2 }), 'won'],
    ['tickets given, without a word from them', having({ given: 2 }), 'lost'],
    ['tickets given, and that they come', having({ given: 2, saysComing: true }), 'won'],
    [
      'too few tickets given, and that they come',
      { ...having({ given: 1, saysComing: true }), smallest: 2 },
      'set-by-hand',
    ],
    ['an offer that is open', having({ isOffered: true }), 'offered'],
    ['an offer that was refused', having({ refused: true }), 'refused'],
    [
      'a winner giving everything back in time',
      { got: 2, ...having({ gaveAllBack: true }) },
      'gave-back',
    ],
    ['a winner being lowered', { got: 2, ...having({ wasLowered: true }) }, 'lowered'],
    ['nothing, for who was entered by another', { isAsked: false, ...having({}) }, 'not-asked'],
    [
      'an accepted offer, for who was entered by another',
      { isAsked: false, ...having({ accepted: 1 }) },
      'won',
    ],
  ]
  test.each(cases)('%s', (_what, overrides, verdict) => {
    expect(verdictOf(overrides)).toBe(verdict)
  })
})
