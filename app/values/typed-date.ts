import { Temporal } from 'temporal-polyfill'

export type ReadDate =
  | { date: string }
  | { date?: undefined; why: 'shape' | 'two-readings' | 'no-day' }

/** Other years are typing mistakes. */
const YEARS = { first: 2000, last: 2199 }
const MONTHS =
  'january february march april may june july august september october november december'
    .split(' ')
    .map(name => [name, name.slice(0, 3)])

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/
const DAY_MONTH = /^(?<day>\d{1,2})(?:\.|st|nd|rd|th)? (?<month>[a-z]+)\.?,? (?<year>\d{4})$/i
const MONTH_DAY = /^(?<month>[a-z]+)\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})$/i

/** Refuses "3.2.2027", which could be two days. */
export function readDate(text: string): ReadDate {
  const plain = text.replace(/(\d)\. (?=\d)/g, '$1.')
  const first = YEAR_FIRST.exec(plain)
  if (first) return dayOf(first[1], first[3], first[4])
  const last = YEAR_LAST.exec(plain)
  if (last) return dayOrMonthFirst(last[1], last[3], last[4])
  const { day, month, year } = (DAY_MONTH.exec(plain) ?? MONTH_DAY.exec(plain))?.groups ?? {}
  const index = MONTHS.findIndex(names => names.includes(month?.toLowerCase() ?? ''))
  return index < 0 ? { why: 'shape' } : dayOf(year, index + 1, day)
}

type Digits = string | number | undefined

function dayOrMonthFirst(one: Digits, other: Digits, year: Digits): ReadDate {
  const readings = [dayOf(year, other, one), dayOf(year, one, other)].flatMap(
    each => each.date ?? [],
  )
  const [date, another = date] = readings
  if (date === undefined) return { why: 'no-day' }
  return date === another ? { date } : { why: 'two-readings' }
}

function dayOf(year: Digits, month: Digits, day: Digits): ReadDate {
  const parts = { year: Number(year), month: Number(month), day: Number(day) }
  if (parts.year < YEARS.first || parts.year > YEARS.last) return { why: 'no-day' }
  try {
    return { date: Temporal.PlainDate.from(parts, { overflow: 'reject' }).toString() }
  } catch {
    return { why: 'no-day' }
  }
}
