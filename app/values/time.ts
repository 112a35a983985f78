import { Temporal } from 'temporal-polyfill'
import { todaysZone, zoneHere } from './time-zone.ts'

/** A date and a time as their fields write them: "2026-10-25" and "19:30". */
export type LocalTime = { date: string; time: string }

/** An instant as a date and a time field show it in a time zone, to the minute. */
export function toLocalTime(instant: number, timeZone: string): LocalTime {
  const local = zoned(instant, timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' })
  const [date = '', time = ''] = local.split('T')
  return { date, time }
}

/** "2026-10-25T19:30", and where the clocks show that twice "2026-10-25T02:30+02:00". */
export function toLocalText(instant: number, timeZone: string): string {
  const { date, time } = toLocalTime(instant, timeZone)
  const isTwice = whichOfTwo(instant, timeZone) !== undefined
  return `${date}T${time}${isTwice ? zoned(instant, timeZone).offset : ''}`
}

/**
 * The instant of a local time, in milliseconds since 1970. Of a time that the clocks show twice it is the first.
 * @returns undefined for a time that the clocks skip.
 */
export function fromLocalTime({ date, time }: LocalTime, timeZone: string): number | undefined {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`)
  const found = local.toZonedDateTime(zoneHere(timeZone), { disambiguation: 'earlier' })
  return found.toPlainDateTime().equals(local) ? found.epochMilliseconds : undefined
}

/** The same for a time that nobody typed: where the clocks skip it, as much later. */
export function fromLocalDay({ date, time }: LocalTime, timeZone: string): number {
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zoneHere(timeZone))
    .epochMilliseconds
}

/** "Sunday 25 October 2026, 19:30 (Europe/Berlin)" */
export function sayInstant(instant: number, timeZone: string): string {
  const words = format(instant, timeZone, LONG).replace(' at ', ', ')
  const which = sayWhich(instant, timeZone)
  return `${words}${which && ` ${which}`} (${todaysZone(timeZone)})`
}

/** "25 Oct 2026, 19:30" */
export function sayInstantShort(instant: number, timeZone: string): string {
  const which = sayWhich(instant, timeZone)
  return `${format(instant, timeZone, SHORT)}${which && ` ${which}`}`
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

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs far more than using it, so each is kept. */
function format(instant: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${Object.keys(options).length}`
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zoneHere(timeZone) })
    formats.set(key, found)
  }
  return found.format(instant)
}

/** Which of two is meant where clocks that are set back show a time twice: "the first time, UTC+02:00"; else ''. */
function sayWhich(instant: number, timeZone: string): string {
  const which = whichOfTwo(instant, timeZone)
  return which === undefined ? '' : `the ${which} time, UTC${zoned(instant, timeZone).offset}`
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

/** Whether clocks are set back on the day of an instant or beside it; asked of every time that is shown, so it is kept. */
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
