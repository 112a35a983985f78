import type { SizeList } from '#app/allocation/types.ts'
import type { Waiting } from './queue.ts'

/** One person of an event after its decision. */
export interface PersonAfter {
  readonly code: string
  sizes: SizeList
  holding: number
  level: number
  place: number
  /** Whether a dealing may offer them something. */
  isWilling: boolean
  hasLeft: boolean
  wasSkipped: boolean
  /** Their last pin, override or lowering set 0. */
  wasSetToNone: boolean
  offer: { readonly tickets: number; readonly until: number } | null
}

/** An event after its decision, as its public log leaves it. */
export interface After {
  readonly people: Map<string, PersonAfter>
  /** Tickets that nobody holds, that are not offered and not held back. */
  free: number
  /** The next place that was never used. */
  nextPlace: number
  /** The start, in the last call; otherwise null. */
  lastCallUntil: number | null
  /** The instant of the last line. */
  at: number
  /** In the lines of finalizing by hand, which may give more than there is: holdings that were moved in do. */
  isBeginningByHand?: boolean
}

/** One who was decided about, in draw order. */
export type Decided = Pick<PersonAfter, 'code' | 'sizes' | 'holding' | 'wasSetToNone'>

/** An event without a draw: its log begins with what was decided. */
export function startByHand(): After {
  return { ...startAfter([], 0), isBeginningByHand: true }
}

export function startAfter(ranked: readonly Decided[], free: number): After {
  const people = ranked.map((each, index) => [each.code, standingOf(each, index + 1)] as const)
  return {
    people: new Map(people),
    free,
    nextPlace: ranked.length + 1,
    lastCallUntil: null,
    at: 0,
  }
}

export function standingOf(decided: Decided, place: number): PersonAfter {
  return {
    ...decided,
    level: 0,
    place,
    isWilling: true,
    hasLeft: false,
    wasSkipped: false,
    offer: null,
  }
}

/** Everybody whom a dealing may offer something. */
export function willingOf(after: After): Waiting[] {
  return [...after.people.values()].filter(isWaiting)
}

export function isWaiting({
  isWilling,
  wasSetToNone,
  offer,
  holding,
  sizes,
}: PersonAfter): boolean {
  return isWilling && !wasSetToNone && !offer && holding < (sizes[0] ?? 0)
}
