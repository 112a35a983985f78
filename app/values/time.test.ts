import { describe, expect, test } from 'vitest'
import {
  fromLocalDay,
  fromLocalTime,
  sayInstant,
  sayInstantShort,
  sayZone,
  toLocalText,
  toLocalTime,
} from './time.ts'

const BERLIN = 'Europe/Berlin'
const first = Date.UTC(2026, 9, 25, 0, 30)
const second = Date.UTC(2026, 9, 25, 1, 30)

describe('an hour that the clocks show twice', () => {
  test('is shown with which of the two is meant', () => {
    expect(sayInstant(first, BERLIN)).toMatch(
      /^Sunday,? 25 October 2026, 02:30 CEST \(the first time\)$/,
    )
    expect(sayInstant(second, BERLIN)).toContain('02:30 CET (the second time)')
    expect(sayInstantShort(second, BERLIN)).toBe('25 Oct 2026, 02:30 CET')
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
    const [sydney, lordHowe] = ['Australia/Sydney', 'Australia/Lord_Howe']
    expect(sayInstantShort(Date.UTC(2026, 3, 4, 15, 30), sydney)).toMatch(/ AEDT$/)
    expect(sayInstant(Date.UTC(2026, 3, 4, 15, 15), lordHowe)).toMatch(/\(the second time\)$/)
  })
})

test('an hour that the clocks skip cannot be typed, and moves later where nobody typed it', () => {
  const skipped = { date: '2027-03-28', time: '02:30' }
  expect(fromLocalTime(skipped, BERLIN)).toBeUndefined()
  expect(toLocalTime(fromLocalDay(skipped, BERLIN), BERLIN)).toEqual({ ...skipped, time: '03:30' })
})

describe('the zone', () => {
  test.each([
    ['Europe/Berlin', 'CET', 'CEST'],
    ['Europe/London', 'GMT', 'BST'],
    ['Europe/Dublin', 'GMT', 'IST'],
    ['Europe/Kiev', 'EET', 'EEST'],
    ['America/New_York', 'EST', 'EDT'],
    ['Australia/Sydney', 'AEDT', 'AEST'],
    ['Asia/Kolkata', 'IST', 'IST'],
    ['Asia/Tokyo', 'GMT+9', 'GMT+9'],
    ['UTC', 'UTC', 'UTC'],
  ])('%s is %s in January and %s in July', (zone, january, july) => {
    expect([0, 6].map(month => sayZone(Date.UTC(2026, month, 15), zone))).toEqual([january, july])
  })

  test('follows the time', () => {
    expect(sayInstant(Date.UTC(2026, 6, 1, 17, 30), BERLIN)).toMatch(/ 19:30 CEST$/)
  })
})
