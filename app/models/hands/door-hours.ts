const HOUR = 3_600_000

/** Before and after the start: door helpers can open the door's pages then. */
export const DOOR_HOURS = 6 * HOUR

type Started = { startsAt: number }

export function isDoorOpen({ startsAt }: Started, now: number): boolean {
  return startsAt - DOOR_HOURS <= now && now <= startsAt + DOOR_HOURS
}

export function isDoorOver({ startsAt }: Started, now: number): boolean {
  return now > startsAt + DOOR_HOURS
}
