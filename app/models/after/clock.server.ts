import type { SQL } from 'drizzle-orm'
import { NOW } from '#db/clock.ts'

let clock: SQL<number> = NOW

/** What judges offers: the database's clock, in milliseconds, evaluated where it is used. */
export function judgingClock(): SQL<number> {
  return clock
}

/** For tests that cannot wait for days, and for a demo that has a past. */
export function setJudgingClock(other: SQL<number> = NOW): void {
  clock = other
}
