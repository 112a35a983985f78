import { Temporal } from 'temporal-polyfill'

/** How a datetime-local field writes an instant: local time to the minute in a time zone, "2026-10-25T19:30". */
export function toLocalField(
  instant: number | null | undefined,
  timeZone: string,
): string | undefined {
  if (instant === null || instant === undefined) return undefined
  const local = Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
  return local.toString({ smallestUnit: 'minute' })
}

/**
 * The instant of a datetime-local field in a time zone, in milliseconds since 1970.
 * @returns undefined for a text that is no such time, and for one that the clocks skip.
 */
export function fromLocalField(text: string, timeZone: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return undefined
  try {
    const local = Temporal.PlainDateTime.from(text, { overflow: 'reject' })
    const zoned = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
    return zoned.toPlainDateTime().equals(local) ? zoned.epochMilliseconds : undefined
  } catch {
    return undefined
  }
}

/** "Sunday 25 October 2026, 19:30 (Europe/Berlin)" */
export function sayInstant(instant: number, timeZone: string): string {
  return `${format(instant, timeZone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).replace(' at ', ', ')} (${timeZone})`
}

/** "25 Oct 2026, 19:30" */
export function sayInstantShort(instant: number, timeZone: string): string {
  return format(instant, timeZone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs far more than using it, so each is kept. */
function format(instant: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${Object.keys(options).length}`
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { ...options, timeZone })
    formats.set(key, found)
  }
  return found.format(instant)
}
