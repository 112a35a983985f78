import { Temporal } from 'temporal-polyfill'
import { zoneHere } from './time-zone.ts'

export type LocalTime = { date: string; time: string }

export function toLocalTime(instant: number, timeZone: string): LocalTime {
  const local = zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' })
  const [date = '', time = ''] = local.split('T')
  return { date, time }
}

export function yearOf(instant: number, timeZone: string): number {
  return zoned(instant, timeZone).year
}

/** "2026-10-25T19:30"; "2026-10-25T02:30+02:00" where the clocks show that time twice. */
export function toLocalText(instant: number, timeZone: string): string {
  const { date, time } = toLocalTime(instant, timeZone)
  const isTwice = whichOfTwo(instant, timeZone) !== undefined
  return `${date}T${time}${isTwice ? zoned(instant, timeZone).offset : ''}`
}

/** The first of two where the clocks show a time twice. @returns undefined for a time that the clocks skip */
export function fromLocalTime({ date, time }: LocalTime, timeZone: string): number | undefined {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`)
  const found = local.toZonedDateTime(zoneHere(timeZone), { disambiguation: 'earlier' })
  return found.toPlainDateTime().equals(local) ? found.epochMilliseconds : undefined
}

/** For a time that nobody typed: moves a skipped time later. */
export function fromLocalDay({ date, time }: LocalTime, timeZone: string): number {
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zoneHere(timeZone))
    .epochMilliseconds
}

export function sayInstant(instant: number, timeZone: string): string {
  const words = format(instant, timeZone, LONG).replace(' at ', ', ')
  const which = whichOfTwo(instant, timeZone)
  return `${words} ${sayZone(instant, timeZone)}${which ? ` (the ${which} time)` : ''}`
}

export function sayInstantShort(instant: number, timeZone: string): string {
  const which = whichOfTwo(instant, timeZone)
  const words = format(instant, timeZone, SHORT)
  return which ? `${words} ${sayZone(instant, timeZone)}` : words
}

const LONG: Intl.DateTimeFormatOptions = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
}
const SHORT: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
}

/** Making a format costs far more than using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function format(instant: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${Object.keys(options).length}`
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zoneHere(timeZone) })
    formats.set(key, found)
  }
  return found.format(instant)
}

/** Each English names only the zones of its own countries. */
const ENGLISHES = ['en-GB', 'en-US', 'en-AU', 'en-IN', 'en-ZA', 'en-IE']
const zoneFormats = new Map<string, Intl.DateTimeFormat>()

/** "CET", "EDT"; "GMT+9" where English has no name for it. */
export function sayZone(instant: number, timeZone: string): string {
  let found = zoneFormats.get(timeZone)
  if (!found) {
    found = findZoneFormat(zoneHere(timeZone))
    zoneFormats.set(timeZone, found)
  }
  return nameOf(found, instant)
}

function findZoneFormat(timeZone: string): Intl.DateTimeFormat {
  const [british, ...others] = ENGLISHES.map(
    locale => new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }),
  ) as [Intl.DateTimeFormat, ...Intl.DateTimeFormat[]]
  const hasName = (each: Intl.DateTimeFormat) =>
    [0, 6].some(month => /^(?!GMT$)[A-Z]+$/.test(nameOf(each, Date.UTC(2026, month))))
  return [british, ...others].find(hasName) ?? british
}

function nameOf(zoneFormat: Intl.DateTimeFormat, instant: number): string {
  return zoneFormat.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

function whichOfTwo(instant: number, timeZone: string): 'first' | 'second' | undefined {
  if (!isSetBackNear(instant, timeZone)) return undefined
  const at = zoned(instant, timeZone)
  const local = at.toPlainDateTime()
  const [first, last] = (['earlier', 'later'] as const).map(
    disambiguation => local.toZonedDateTime(at.timeZoneId, { disambiguation }).epochMilliseconds,
  )
  if (first === last) return undefined
  return instant === first ? 'first' : 'second'
}

const DAY = 86_400_000
const setBack = new Map<string, boolean>()

/** Cached, as every time on a page asks. Looks a day to either side. */
function isSetBackNear(instant: number, timeZone: string): boolean {
  const day = Math.floor(instant / DAY)
  const key = `${day} ${timeZone}`
  let found = setBack.get(key)
  if (found === undefined) {
    const [before, after] = [day - 1, day + 2].map(each => zoned(each * DAY, timeZone))
    found = (before?.offsetNanoseconds ?? 0) > (after?.offsetNanoseconds ?? 0)
    if (setBack.size > 5000) setBack.clear()
    setBack.set(key, found)
  }
  return found
}

function zoned(instant: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zoneHere(timeZone))
}
