import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toLocalTime } from '#app/values/time.ts'
import { formatSeconds } from './line.ts'
import {
  dayBetween,
  isDay,
  lastCallBegins,
  type OfferSpan,
  type OfferTimes,
  offerSpan,
  shortenedEnd,
  stopOf,
} from './times.ts'

const at = (text: string) => Date.parse(text) / 1000
const times = (over: Partial<OfferTimes> = {}): OfferTimes => ({
  startsAt: at('2026-06-20T19:00:00Z'),
  timeZone: 'UTC',
  offersEndHours: 3,
  offerHours: 24,
  ...over,
})
const said = (now: string, over?: Partial<OfferTimes>) => {
  const span = offerSpan(at(now), times(over))
  return span && [formatSeconds(span.begin), formatSeconds(span.until)]
}

describe('an offer ends', () => {
  test.each([
    ['after its hours', '2026-06-01T12:00:30Z', {}, '2026-06-01T12:00:30Z', '2026-06-02T12:00:00Z'],
    [
      'at 10:00 where its hours end by night',
      '2026-06-01T20:00:00Z',
      { offerHours: 10 },
      '2026-06-01T20:00:00Z',
      '2026-06-02T10:00:00Z',
    ],
    [
      'counted from 08:00 where it is made by night',
      '2026-06-01T23:30:00Z',
      {},
      '2026-06-02T08:00:00Z',
      '2026-06-03T08:00:00Z',
    ],
    [
      'after a quarter of the day time that is left',
      '2026-06-20T08:00:00Z',
      {},
      '2026-06-20T08:00:00Z',
      '2026-06-20T10:00:00Z',
    ],
    [
      'after an hour of it at least',
      '2026-06-20T13:00:00Z',
      {},
      '2026-06-20T13:00:00Z',
      '2026-06-20T14:00:00Z',
    ],
    [
      'at 21:00 and not at 08:00 where the quarter ends with the day',
      '2026-06-18T21:00:00Z',
      { startsAt: at('2026-06-21T00:00:00Z'), offersEndHours: 0, offerHours: 168 },
      '2026-06-19T08:00:00Z',
      '2026-06-19T14:30:00Z',
    ],
    [
      'at the stop where exactly an hour is left',
      '2026-06-20T15:00:00Z',
      {},
      '2026-06-20T15:00:00Z',
      '2026-06-20T16:00:00Z',
    ],
  ])('%s', (_, now, over, begin, until) => {
    expect(said(now, over)).toEqual([begin, until])
  })

  test('never later than the day of the zone says', () => {
    // In Auckland it is 08:30 on the 2nd when it is 20:30 of the 1st in UTC.
    expect(said('2026-06-01T20:30:00Z', { timeZone: 'Pacific/Auckland' })?.[0]).toBe(
      '2026-06-01T20:30:00Z',
    )
    expect(said('2026-06-01T12:30:00Z', { timeZone: 'Pacific/Auckland' })?.[0]).toBe(
      '2026-06-01T20:00:00Z',
    )
  })
})

describe('the last call', () => {
  test.each([
    ['with less than an hour of day until offers end', '2026-06-20T15:00:01Z', {}],
    [
      'by night before an event in the morning',
      '2026-06-19T22:00:00Z',
      { startsAt: at('2026-06-20T06:00:00Z'), offersEndHours: 0 },
    ],
    ['after offers have ended', '2026-06-20T17:00:00Z', {}],
    ['after the start', '2026-06-20T19:00:01Z', {}],
  ])('is %s', (_, now, over) => {
    expect(said(now, over)).toBeNull()
  })
})

test('time of day is 13 hours a day, also where the clocks change', () => {
  for (const [from, to] of [
    ['2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z'],
    ['2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z'],
  ] as const) {
    const shift = from.startsWith('2026-03') ? 1 : -1
    expect(dayBetween(at(from), at(to), 'Europe/Berlin')).toBe((26 + shift) * 3600)
  }
})

describe('where the event moves', () => {
  const offer = offerSpan(at('2026-06-01T12:00:00Z'), times()) as OfferSpan

  test('an offer is shortened, never below an hour of day', () => {
    const earlier = times({ startsAt: at('2026-06-02T12:00:00Z') })
    const now = at('2026-06-01T13:00:00Z')
    expect(formatSeconds(shortenedEnd(now, offer, earlier) as number)).toBe('2026-06-01T14:30:00Z')
    const soon = times({ startsAt: at('2026-06-02T12:30:00Z') })
    const late = at('2026-06-02T07:59:30Z')
    expect(formatSeconds(shortenedEnd(late, offer, soon) as number)).toBe('2026-06-02T09:00:00Z')
  })

  test('an offer is withdrawn where no hour of day is left', () => {
    const earlier = times({ startsAt: at('2026-06-01T16:30:00Z') })
    expect(shortenedEnd(at('2026-06-01T13:00:00Z'), offer, earlier)).toBeNull()
  })

  test('a later event makes no offer longer', () => {
    const later = times({ startsAt: at('2026-08-20T19:00:00Z') })
    expect(shortenedEnd(at('2026-06-01T13:00:00Z'), offer, later)).toBe(offer.until)
  })
})

const HOUR = 3600
const DAY = 24 * HOUR
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Pacific/Auckland',
  'Australia/Lord_Howe',
]
const anyTimes = fc.record({
  startsAt: fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T23:59:59Z') }),
  timeZone: fc.constantFrom(...zones),
  offersEndHours: fc.integer({ min: 0, max: 72 }),
  offerHours: fc.integer({ min: 1, max: 168 }),
})

/** The first of many instants for which something holds, if it holds for the last and all after the first. */
function firstWhere(from: number, to: number, holds: (at: number) => boolean): number {
  if (from === to) return to
  const middle = Math.floor((from + to) / 2)
  return holds(middle) ? firstWhere(from, middle, holds) : firstWhere(middle + 1, to, holds)
}

/** The end as it is specified, with all the time of day until offers end. */
function endAsSpecified(begin: number, { timeZone, offerHours, ...times }: OfferTimes): number {
  const stop = stopOf({ timeZone, offerHours, ...times })
  const latest = begin + offerHours * HOUR
  const isTen = (second: number) => toLocalTime(second * 1000, timeZone).time >= '10:00'
  const byDay = isDay(latest, timeZone)
    ? latest
    : firstWhere(latest, latest + DAY, second => isDay(second, timeZone) && isTen(second))
  const quarter = Math.max(dayBetween(begin, stop, timeZone) / 4, HOUR)
  const hasPassed = (second: number) => dayBetween(begin, second, timeZone) >= quarter
  const quarterEnds = hasPassed(byDay) ? firstWhere(begin, byDay, hasPassed) : byDay
  return Math.floor(Math.min(stop, byDay, quarterEnds) / 60) * 60
}

test('an offer ends as specified, however far ahead the event is', () => {
  fc.assert(
    fc.property(anyTimes, fc.integer({ min: 0, max: 400 * DAY }), (times, ahead) => {
      const now = stopOf(times) - ahead
      const span = offerSpan(now, times)
      if (span) expect(span.until).toBe(endAsSpecified(span.begin, times))
      else expect(ahead).toBeLessThan(2 * DAY)
    }),
    { numRuns: 100 },
  )
})

test('the last call begins with the first second that offers nothing, and lasts', () => {
  fc.assert(
    fc.property(anyTimes, fc.integer({ min: -2 * DAY, max: 400 * DAY }), (times, ahead) => {
      const now = stopOf(times) - ahead
      const begins = lastCallBegins(now, times)
      expect(begins).toBeGreaterThanOrEqual(now)
      expect(begins).toBeLessThanOrEqual(Math.max(now, stopOf(times)))
      expect(offerSpan(begins, times)).toBeNull()
      if (begins > now) expect(offerSpan(begins - 1, times)).not.toBeNull()
    }),
    { numRuns: 200 },
  )
})
