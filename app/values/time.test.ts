import { describe, expect, test } from 'vitest'
import {
  fromLocalDay,
  fromLocalTime,
  sayInstant,
  sayInstantShort,
  toLocalText,
  toLocalTime,
} from './time.ts'

const BERLIN = 'Europe/Berlin'
const first = Date.UTC(2026, 9, 25, 0, 30)
const second = Date.UTC(2026, 9, 25, 1, 30)

describe('an hour that the clocks show twice', () => {
  test('is shown with which of the two is meant', () => {
    expect(sayInstant(first, BERLIN)).toMatch(
      /^Sunday,? 25 October 2026, 02:30 the first time, UTC\+02:00 \(Europe\/Berlin\)$/,
    )
    expect(sayInstant(second, BERLIN)).toContain('02:30 the second time, UTC+01:00')
    expect(sayInstantShort(second, BERLIN)).toBe('25 Oct 2026, 02:30 the second time, UTC+01:00')
    expect([first, second].map(at => toLocalText(at, BERLIN))).toEqual([
      '2026-10-25T02:30+02:00',
      '2026-10-25T02:30+01:00',
    ])
  })

  test('means the first when typed', () => {
    expect(fromLocalTime({ date: '2026-10-25', time: '02:30' }, BERLIN)).toBe(first)
  })

  test.each([
    ['an hour before', first - 3_600_000, BERLIN],
    ['an hour after', second + 3_600_000, BERLIN],
    ['the day before', first - 86_400_000, BERLIN],
    ['the same night elsewhere', first, 'UTC'],
    ['a night in summer', Date.UTC(2026, 6, 1, 0, 30), BERLIN],
  ])('is not said of %s', (_, at, zone) => {
    expect(sayInstant(at, zone)).not.toContain('time')
    expect(toLocalText(at, zone)).toHaveLength(16)
  })

  test('works in the south and where clocks move by half an hour', () => {
    expect(sayInstantShort(Date.UTC(2026, 3, 4, 15, 30), 'Australia/Sydney')).toContain('the first')
    expect(sayInstantShort(Date.UTC(2026, 3, 4, 15, 15), 'Australia/Lord_Howe')).toContain('second')
  })
})

test('an hour that the clocks skip cannot be typed, and moves later where nobody typed it', () => {
  const skipped = { date: '2027-03-28', time: '02:30' }
  expect(fromLocalTime(skipped, BERLIN)).toBeUndefined()
  expect(toLocalTime(fromLocalDay(skipped, BERLIN), BERLIN)).toEqual({ ...skipped, time: '03:30' })
})

test('zones have today’s names', () => {
  expect(sayInstant(first, 'Europe/Kiev')).toMatch(/\(Europe\/Kyiv\)$/)
})
