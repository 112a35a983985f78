import type { Source } from '#app/allocation/terms/source.ts'
import { sayInstant, toLocalTime } from '#app/values/time.ts'

/** @param timeZone of the event */
export function saySource(source: Source, knownAt: number | null, timeZone: string): string {
  const when = knownAt === null ? '' : sayInstant(knownAt, timeZone)
  if (source.kind === 'none') return 'None'
  return source.kind === 'drand'
    ? `Round ${source.round} of drand, the public random number of ${when}`
    : `“${source.text}”, not before ${when}`
}

/** For a heading; the date is in `sayInstant`. */
export function sayTimeOfDraw(knownAt: number, timeZone: string): string {
  return `The draw takes place at ${toLocalTime(knownAt, timeZone).time}`
}

export const WITHOUT_SOURCE =
  'This draw has no public value. Anyone who held its secret could have tried other rolls and terms first.'

export const NUMBERS_ARE_TRUSTED =
  'Compare the numbers with the published ones. We cannot check that nobody knew them before, or that they were typed correctly. With drand we can.'

export const NO_WITNESS_MAIL =
  'No mail was sent about this draw, so only readers of this page hold a witness.'
