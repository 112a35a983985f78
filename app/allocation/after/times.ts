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

type Starts = Pick<OfferTimes, 'startsAt' | 'timeZone'>

export interface OfferSpan {
  /** When its mail leaves: now, or by night at the next 08:00. */
  readonly begin: number
  /** The first moment at which an answer no longer counts. */
  readonly until: number
}

const HOUR = 3600
const DAY = 24 * HOUR
const DAY_BEGINS = '08:00'
const DAY_ENDS = '21:00'
const MORNING = '10:00'

export function stopOf({ startsAt, offersEndHours }: OfferTimes): number {
  return startsAt - offersEndHours * HOUR
}

/** @returns null in the last call: less than an hour of day is left before offers end */
export function offerSpan(now: number, times: OfferTimes): OfferSpan | null {
  const begin = beginOf(now, times.timeZone)
  const until = endFrom(begin, times)
  return until === null ? null : { begin, until }
}

function endFrom(begin: number, times: OfferTimes): number | null {
  const { timeZone, offerHours } = times
  const stop = stopOf(times)
  const day = dayBetween(begin, Math.min(stop, begin + lookAhead(offerHours)), timeZone)
  if (day < HOUR) return null
  const latest = begin + offerHours * HOUR
  const ends = [
    stop,
    isDay(latest, timeZone) ? latest : nextTime(latest, MORNING, timeZone),
    afterDayTime(begin, Math.max(day / 4, HOUR), timeZone),
  ]
  return toMinute(Math.min(...ends))
}

/** Beyond it, a quarter of the time of day ends after the offer hours, the night that may follow included. */
function lookAhead(offerHours: number): number {
  return 4 * (offerHours * HOUR + 3 * DAY)
}

/** @returns the first second, now or later, at which `offerSpan` gives null: stop at the latest, unless it is past */
export function lastCallBegins(now: number, times: OfferTimes): number {
  const stop = stopOf(times)
  const isLastCall = (at: number) => {
    const begin = beginOf(at, times.timeZone)
    return dayBetween(begin, stop, times.timeZone) < HOUR
  }
  // Whatever two days before stop are, they have an hour of day.
  let before = Math.max(now, stop - 2 * DAY) - 1
  for (let first = Math.max(now, stop); ; ) {
    if (first - before === 1) return first
    const middle = Math.floor((before + first) / 2)
    if (isLastCall(middle)) first = middle
    else before = middle
  }
}

/** @returns when a mail of the last call leaves: by day, or at once where no day is left before the start */
export function lastCallMailAt(now: number, { startsAt, timeZone }: Starts): number {
  const begin = beginOf(now, timeZone)
  return begin < startsAt ? begin : now
}

function beginOf(now: number, timeZone: string): number {
  return isDay(now, timeZone) ? now : nextTime(now, DAY_BEGINS, timeZone)
}

/**
 * The end of an open offer after its event moved: as if the event had stood there when the offer began.
 * @returns null where it must be withdrawn: an hour of day from now is not before offers end
 */
export function shortenedEnd(
  now: number,
  { begin, until }: OfferSpan,
  times: OfferTimes,
): number | null {
  const least = afterDayTime(now, HOUR, times.timeZone)
  if (least >= stopOf(times)) return null
  return Math.min(until, Math.max(endFrom(begin, times) ?? 0, toMinute(least)))
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

/** Every offer of an event asks for the same few mornings and evenings. */
const instants = new Map<string, number>()

function instantOf(date: string, time: string, timeZone: string): number {
  const key = `${date} ${time} ${timeZone}`
  let found = instants.get(key)
  if (found === undefined) {
    found = fromLocalDay({ date, time }, timeZone) / 1000
    if (instants.size > 5000) instants.clear()
    instants.set(key, found)
  }
  return found
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
}

function toMinute(at: number): number {
  return at - (at % 60)
}
