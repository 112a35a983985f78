import { describe, expect, test } from 'vitest'
import { formatSeconds } from './line.ts'
import { dayBetween, type OfferTimes, offerSpan, shortenedEnd } from './times.ts'

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
  const offer = offerSpan(at('2026-06-01T12:00:00Z'), times())?.until as number

  test('an offer is shortened, never below an hour of day', () => {
    const earlier = times({ startsAt: at('2026-06-02T12:00:00Z') })
    const now = at('2026-06-01T13:00:00Z')
    expect(formatSeconds(shortenedEnd(now, offer, earlier) as number)).toBe('2026-06-01T15:15:00Z')
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
    expect(shortenedEnd(at('2026-06-01T13:00:00Z'), offer, later)).toBe(offer)
  })
})
