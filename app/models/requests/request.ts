import type { EventState } from '#app/models/events/event.ts'
import { type Sizes, saySizes } from '#app/values/size.ts'
import { sayTickets } from '#app/values/tickets.ts'

/** Only such a change moves a request back in `first-come`. */
export function addsOrRaises(before: Sizes, after: Sizes): boolean {
  return after.some(size => !before.includes(size))
}

/** `raisedAt` is the time by which these sizes counted in `first-come`. */
export type Held = { sizes: Sizes; raisedAt: number }

export function heldSince(held: readonly Held[], sizes: Sizes): number | undefined {
  const times = held.filter(each => !addsOrRaises(each.sizes, sizes)).map(each => each.raisedAt)
  return times.length === 0 ? undefined : Math.min(...times)
}

/** Null for what the person entered themselves. @param confirmer in the sentence: "you", or nothing */
export function sayEnteredBy(
  { enteredByName, isConfirmed }: { enteredByName: string | null; isConfirmed: boolean },
  confirmer = '',
): string | null {
  if (enteredByName === null) return null
  if (!isConfirmed) return `${enteredByName}, not confirmed`
  return `${enteredByName}, confirmed${confirmer && ` by ${confirmer}`}`
}

export type Standing = {
  state: EventState
  sizes: Sizes | null
  /** What the person holds. */
  amount: number | null
  /** What the decision gave, where that is known. */
  decided?: number | null
}

export function sayStanding({ state, sizes, amount, decided = null }: Standing): string {
  if (state === 'cancelled') return 'This event is cancelled.'
  if (state === 'finalized' && amount !== null && decided !== null)
    if (amount !== decided) return sayHolding(amount)
  if (sizes === null)
    return state === 'finalized' && decided !== null ? JOINED : withoutRequest[state]
  const asked = `You asked for ${saySizes(sizes)}`
  if (state === 'finalized' && amount !== null) return sayOwnResult(amount)
  return state === 'closed' || state === 'finalized' ? `${asked}. ${WAITING}` : `${asked}.`
}

function sayOwnResult(amount: number): string {
  return amount === 0 ? 'You did not get a ticket this time.' : `You got ${sayTickets(amount)}.`
}

function sayHolding(amount: number): string {
  return amount === 0 ? 'You have no tickets now.' : `You have ${sayTickets(amount)}.`
}

const JOINED = 'You joined the waiting list.'
const WAITING = 'Waiting for the result.'

const withoutRequest: Record<EventState, string> = {
  draft: 'Not open yet.',
  open: 'You have not asked for tickets yet.',
  closed: 'You did not ask for tickets.',
  finalized: 'You did not ask for tickets.',
  cancelled: 'This event is cancelled.',
}
