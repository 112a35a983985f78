import { describe, expect, test } from 'vitest'
import type { EventState } from '#app/models/events/event.ts'
import { requestSchema } from './input.ts'
import { addsOrRaises, heldSince, sayStanding } from './request.ts'

describe('a change adds or raises a size', () => {
  test.each([
    [[2, 1], [3, 2, 1], true],
    [[2, 1], [3, 1], true],
    [[4, 1], [4, 2, 1], true],
    [[4, 2, 1], [4, 2], false],
    [[4, 2, 1], [1], false],
    [[2, 1], [2, 1], false],
  ])('%j → %j: %s', (before, after, is) => {
    expect(addsOrRaises(before, after)).toBe(is)
  })
})

test('sizes held before count from the first time; sizes never held have no time', () => {
  const held = [
    { sizes: [8, 4, 2], raisedAt: 30 },
    { sizes: [4, 2], raisedAt: 20 },
    { sizes: [2], raisedAt: 10 },
  ]
  const times = [[2], [4], [4, 2], [8, 2], [6]].map(sizes => heldSince(held, sizes))
  expect(times).toEqual([10, 20, 20, 30, undefined])
})

describe('the status of a person', () => {
  const say = (state: EventState, amount: number | null) =>
    sayStanding({ state, sizes: [4, 2], amount })

  test('differs for undecided, none and some', () => {
    expect(say('closed', null)).toBe('You asked for 4, or else 2. Waiting for the result.')
    expect(say('finalized', 0)).toBe('You did not get a ticket this time.')
    expect(say('finalized', 1)).toBe('You got 1 ticket.')
    expect(say('finalized', 4)).toBe('You got 4 tickets.')
    expect(say('finalized', null)).toMatch(/Waiting for the result/)
  })

  test('says what somebody has where that is no longer what they got', () => {
    const now = (amount: number, decided: number | null, sizes: number[] | null = [4, 2]) =>
      sayStanding({ state: 'finalized', sizes, amount, decided })
    expect(now(2, 4)).toBe('You have 2 tickets.')
    expect(now(0, 4)).toBe('You have no tickets now.')
    expect(now(4, 4)).toBe('You got 4 tickets.')
    expect(now(0, 0, null)).toBe('You joined the waiting list.')
    expect(now(1, 0, null)).toBe('You have 1 ticket.')
  })

  test('shows no amount before the decision, even when given one', () => {
    expect(say('closed', 4)).not.toMatch(/got/)
    expect(say('open', 4)).toBe('You asked for 4, or else 2.')
    expect(say('cancelled', 4)).toBe('This event is cancelled.')
  })

  test('also exists for people who did not ask', () => {
    expect(sayStanding({ state: 'open', sizes: null, amount: null })).toMatch(
      /not asked for tickets yet/,
    )
    expect(sayStanding({ state: 'finalized', sizes: null, amount: null })).toMatch(/did not ask/)
  })
})

describe('the form of a request', () => {
  test('is a set: ticks are valid in any order, and repeated', () => {
    const { data } = requestSchema.safeParse({ sizes: ['1', '4', '2', '4'] })
    expect(data).toEqual({ sizes: [4, 2, 1], note: '', requestId: '', version: 0 })
  })

  test.each([
    [{}],
    [{ sizes: [] }],
    [{ sizes: ['0'] }],
    [{ sizes: ['-1'] }],
    [{ sizes: ['41'] }],
    [{ sizes: ['two'] }],
    [{ sizes: ['1'], note: 'x'.repeat(501) }],
    [{ sizes: ['1'], note: '\u0000' }],
  ])('refuses %j', form => {
    expect(requestSchema.safeParse(form).success).toBe(false)
  })
})
