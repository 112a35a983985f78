import { z } from 'zod'
import { fromLocalDay, fromLocalTime, type LocalTime, toLocalTime } from './time.ts'
import { readWhen } from './typed-when.ts'

/** Empty where nothing was chosen; '?', which cannot be read, when the field came more than once. */
export const whenField = z.string().default('').catch('?')

export type WhenRead = {
  at?: number
  date?: string
  problem?: { field: 'date' | 'time'; message: string }
}

/** @param ofDay what a date without a time means */
export function readInstant(
  typed: { date: string; time: string },
  timeZone: string,
  ofDay: (date: string) => number,
): WhenRead {
  const { problem, ...when } = readWhen(typed.date, typed.time)
  if (problem) return { problem }
  const { date, time } = when as Partial<LocalTime>
  if (date === undefined) return {}
  if (time === undefined) return { date, at: ofDay(date) }
  const at = fromLocalTime({ date, time }, timeZone)
  if (at !== undefined) return { date, at }
  const message = `The clocks of ${timeZone} skip ${time} on this day. Enter another time.`
  return { problem: { field: 'time', message } }
}

const DEFAULTS = { start: '19:00', opening: '00:00', closing: '23:59', midday: '12:00' }
export const hintsOfTime = {
  starts: `If you leave the time empty, it starts at ${DEFAULTS.start}.`,
  opens: `If you leave the time empty, requests open at ${DEFAULTS.opening}.`,
  closes: `If you leave only the time empty, requests close at ${DEFAULTS.closing}, or when the event starts if that is the same day.`,
}

export function startTimeOn(date: string, timeZone: string): number {
  return fromLocalDay({ date, time: DEFAULTS.start }, timeZone)
}

export function middayOn(date: string, timeZone: string): number {
  return fromLocalDay({ date, time: DEFAULTS.midday }, timeZone)
}

export function openingTimeOn(date: string, timeZone: string): number {
  return fromLocalDay({ date, time: DEFAULTS.opening }, timeZone)
}

export function closingTimeOn(
  date: string,
  timeZone: string,
  startsAt: number | undefined,
): number {
  if (startsAt !== undefined && toLocalTime(startsAt, timeZone).date === date) return startsAt
  return fromLocalDay({ date, time: DEFAULTS.closing }, timeZone)
}
