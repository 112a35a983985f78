import { describe, expect, test } from 'vitest'
import { type Happening, sayNext } from './next.ts'

const NOW = Date.UTC(2026, 5, 1)
const DAY = 86_400_000
const base: Happening = {
  state: 'open',
  startsAt: NOW + 30 * DAY,
  timeZone: 'UTC',
  closesAt: NOW + 7 * DAY,
  closedAt: null,
  finalizedAt: null,
  cancelledAt: null,
  wasDrawn: false,
  mySizes: [2, 1],
  myAmount: null,
}
const draw = { when: 'Tuesday, 9 June 2026, 12:00 UTC', isDue: false }
const say = (more: Partial<Happening>, coming: typeof draw | null = null) =>
  sayNext({ ...base, ...more }, coming, NOW)

describe('what happens next', () => {
  test.each<[string, Partial<Happening>, RegExp]>([
    ['open, not asked', { mySizes: null }, /^You can ask until Monday, 8 June 2026/],
    ['open, asked', {}, /^You can change or withdraw your request until Monday, 8 June/],
    ['open without an end', { closesAt: null }, /until the organizer closes requests/],
    [
      'closed, not asked',
      { state: 'closed', mySizes: null },
      /closed on Monday, 8 June.*no longer/,
    ],
    ['closed', { state: 'closed' }, /^The organizer decides next.*starts on Wednesday, 1 July/],
    ['drawn', { state: 'closed', wasDrawn: true }, /^The draw has been made. It is not final yet/],
    ['undecided after its start', { state: 'closed', startsAt: NOW - 1 }, /no result yet/],
    ['won', { state: 'finalized', myAmount: 2 }, /starts on .* all your tickets, please give back/],
    ['won one', { state: 'finalized', myAmount: 1 }, /your ticket, please give it back\.$/],
    [
      'handed over',
      { state: 'finalized', myAmount: 2, hasGotThem: true },
      /^The event starts on [^.]*\.$/,
    ],
    [
      'lost',
      { state: 'finalized', myAmount: 0, finalizedAt: NOW },
      /^Results came out on Monday, 1 June[^.]*\.$/,
    ],
    ['past', { state: 'finalized', myAmount: 2, startsAt: NOW - DAY }, /^The event was on Sunday/],
    ['cancelled', { state: 'cancelled', cancelledAt: NOW }, /^It was cancelled on Monday, 1 June/],
  ])('%s', (_state, more, said) => {
    expect(say(more)).toMatch(said)
  })

  test('names the time of the draw, before and after it', () => {
    const closed = { state: 'closed' } as const
    expect(say(closed, draw)).toMatch(/^The draw takes place on Tuesday, 9 June/)
    expect(say(closed, { ...draw, isDue: true })).toMatch(/^The draw was due on Tuesday, 9 June/)
  })
})
