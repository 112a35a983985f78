import { expect, test } from 'vitest'
import { readMoment } from './moment.ts'

const iso = (cell: string | number | null, zone = 'Europe/Berlin') => {
  const moment = readMoment(cell, zone)
  return moment && new Date(moment.at).toISOString()
}

test.each([
  ['2026-07-01 19:30:00', '2026-07-01T17:30:00.000Z'],
  ['2026-01-05T19:30', '2026-01-05T18:30:00.000Z'],
  [' 2026-01-05 19:30:15.123456 ', '2026-01-05T18:30:15.123Z'],
  ['2026-1-5 9:05', '2026-01-05T08:05:00.000Z'],
  ['2026-01-05 19:30:00Z', '2026-01-05T19:30:00.000Z'],
  ['2026-01-05T19:30:00+05:00', '2026-01-05T14:30:00.000Z'],
  ['2026-01-05T19:30:00-0500', '2026-01-06T00:30:00.000Z'],
])('%j in Berlin is %s', (text, instant) => {
  expect(iso(text)).toBe(instant)
})

test.each([null, '', 'tomorrow', '05.01.2026', '2026-02-30 19:00', '2026-01-05 25:00', 1767630600])(
  '%j is no time',
  cell => {
    expect(readMoment(cell, 'UTC')).toBeUndefined()
  },
)

test('a date alone means midnight, with a remark', () => {
  expect(iso('2026-07-01')).toBe('2026-06-30T22:00:00.000Z')
  expect(readMoment('2026-07-01', 'UTC')?.remark).toMatch(/midnight/)
})

test('a time that the clocks skip moves on, with a remark', () => {
  expect(iso('2026-03-29 02:30')).toBe('2026-03-29T01:30:00.000Z')
  expect(readMoment('2026-03-29 02:30', 'Europe/Berlin')?.remark).toMatch(/skip/)
})

test('a time that occurs twice means the first', () => {
  expect(iso('2026-10-25 02:30')).toBe('2026-10-25T00:30:00.000Z')
})
