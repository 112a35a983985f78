import { sayInstant } from '#app/values/time.ts'

/** When the numbers of a list were right: printed lists are held against each other by this. */
export function sayListPlace(
  { at, n }: { at: number; n: number | null },
  timeZone: string,
): string {
  const when = sayInstant(at, timeZone)
  return n === null ? `As finalized on ${when}.` : `As of ${when}. Last line of the log: ${n}.`
}
