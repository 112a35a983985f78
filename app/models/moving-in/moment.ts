import { Temporal } from 'temporal-polyfill'
import type { OriginalCell } from './original.ts'
import { textOf } from './original.ts'

const FORM =
  /^(\d{4}-\d{1,2}-\d{1,2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?))? *(Z|[+-]\d{2}:?\d{2})?$/i

/** `remark`: what had to be assumed. */
export type Moment = { at: number; remark?: string }

/** "2026-11-22 19:30:00"; T, seconds and fractions are optional, and an offset overrides the time zone. */
export function readMoment(cell: OriginalCell | undefined, timeZone: string): Moment | undefined {
  const [, date, time, offset] = FORM.exec(textOf(cell).trim()) ?? []
  if (date === undefined) return undefined
  try {
    const local = Temporal.PlainDateTime.from(isoOf(date, time), { overflow: 'reject' })
    const zone = offset === undefined ? timeZone : zoneOf(offset)
    const zoned = local.toZonedDateTime(zone, { disambiguation: 'compatible' })
    const remark = assumed(time, zoned.toPlainDateTime().equals(local), timeZone)
    return { at: zoned.epochMilliseconds, ...(remark && { remark }) }
  } catch {
    return undefined
  }
}

function isoOf(date: string, time = '00:00'): string {
  const pad = (text: string) => text.padStart(2, '0')
  const [hours = '', ...rest] = time.replace(',', '.').split(':')
  const [year, month = '', day = ''] = date.split('-')
  return `${year}-${pad(month)}-${pad(day)}T${[pad(hours), ...rest].join(':')}`
}

function zoneOf(offset: string): string {
  if (/^z$/i.test(offset)) return 'UTC'
  return offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`
}

function assumed(time: string | undefined, isThere: boolean, timeZone: string) {
  if (time === undefined) return 'has a date without a time; midnight was taken'
  return isThere
    ? undefined
    : `starts at a time that the clocks of ${timeZone} skip; the time after it was taken`
}
