import { fromLocalDay, toLocalTime } from '#app/values/time.ts'

/** How an event's offers end. Instants are whole seconds since 1970, UTC. */
export interface OfferTimes {
  readonly startsAt: number
  readonly timeZone: string
  /** Offers end so many hours before the start: 0 to 72. */
  readonly offersEndHours: number
  /** 1 to 168. */
  readonly offerHours: number
}

export interface OfferSpan {
  /** When its mail leaves: now, or by night at the next 08:00. */
  readonly begin: number
  /** The first moment at which an answer no longer counts. */
  readonly until: number
}

const HOUR = 3600
const DAY_BEGINS = '08:00'
const DAY_ENDS = '21:00'
const MORNING = '10:00'

export function stopOf({ startsAt, offersEndHours }: OfferTimes): number {
  return startsAt - offersEndHours * HOUR
}

/** @returns null in the last call: less than an hour of day is left before offers end */
export function offerSpan(now: number, times: OfferTimes): OfferSpan | null {
  const { timeZone, offerHours } = times
  const stop = stopOf(times)
  const begin = isDay(now, timeZone) ? now : nextTime(now, DAY_BEGINS, timeZone)
  const day = dayBetween(begin, stop, timeZone)
  if (day < HOUR) return null
  const latest = begin + offerHours * HOUR
  const ends = [
    stop,
    isDay(latest, timeZone) ? latest : nextTime(latest, MORNING, timeZone),
    afterDayTime(begin, Math.max(day / 4, HOUR), timeZone),
  ]
  return { begin, until: toMinute(Math.min(...ends)) }
}

/**
 * The end of an open offer after its event moved.
 * @returns null where it must be withdrawn: an hour of day from now is not before offers end
 */
export function shortenedEnd(now: number, until: number, times: OfferTimes): number | null {
  const span = offerSpan(now, times)
  const least = afterDayTime(now, HOUR, times.timeZone)
  if (!span || least >= stopOf(times)) return null
  return Math.min(until, Math.max(span.until, toMinute(least)))
}

/** From 08:00 until before 21:00. */
export function isDay(at: number, timeZone: string): boolean {
  const { time } = toLocalTime(at * 1000, timeZone)
  return time >= DAY_BEGINS && time < DAY_ENDS
}

/** Seconds of day from one instant until another. */
export function dayBetween(from: number, to: number, timeZone: string): number {
  let seconds = 0
  for (const [begins, ends] of daysFrom(from, timeZone)) {
    if (begins >= to) return seconds
    seconds += Math.min(ends, to) - begins
  }
  return seconds
}

/** The first whole second at which so many seconds of day have passed. */
function afterDayTime(from: number, seconds: number, timeZone: string): number {
  let left = seconds
  for (const [begins, ends] of daysFrom(from, timeZone)) {
    if (ends - begins >= left) return Math.ceil(begins + left)
    left -= ends - begins
  }
  return Number.POSITIVE_INFINITY
}

/** Each day's time of day from an instant on, without end. */
function* daysFrom(from: number, timeZone: string): Generator<[begins: number, ends: number]> {
  for (let date = toLocalTime(from * 1000, timeZone).date; ; date = dayAfter(date)) {
    const [begins, ends] = [DAY_BEGINS, DAY_ENDS].map(time => instantOf(date, time, timeZone))
    if (ends !== undefined && begins !== undefined && ends > from)
      yield [Math.max(begins, from), ends]
  }
}

/** The first instant after `at` at which the clocks show a time. */
function nextTime(at: number, time: string, timeZone: string): number {
  const { date } = toLocalTime(at * 1000, timeZone)
  const today = instantOf(date, time, timeZone)
  return today > at ? today : instantOf(dayAfter(date), time, timeZone)
}

function instantOf(date: string, time: string, timeZone: string): number {
  return fromLocalDay({ date, time }, timeZone) / 1000
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
}

function toMinute(at: number): number {
  return at - (at % 60)
}
