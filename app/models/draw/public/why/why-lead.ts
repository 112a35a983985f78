import type { Why } from '#app/allocation/explain.ts'
import type { Rule } from '#app/allocation/types.ts'
import { sayOverride, sayPin } from '#app/models/draw/public/by-hand.ts'
import { sayOrdinal } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayTicketsOrNone, wasOrWere } from './why-words.ts'

/** The whole answer in two or three sentences; `sayWhy` has every step. */
export function sayLead(why: Why, rule: Rule): string {
  const { place, places, amount, pin, override } = why
  const at = `You were ${sayOrdinal(place)} of ${places}.`
  if (override) return `${at} ${sayOverride(amount, override)}`
  if (pin) return sayPin(pin)
  return `${at} ${amount > 0 ? sayGot(why) : sayNone(why, rule)}`
}

function sayGot({ amount, sizes }: Why): string {
  return `You got ${sayTickets(amount)}${amount === sizes[0] ? ', the most you asked for' : ''}.`
}

function sayNone(why: Why, rule: Rule): string {
  const toDraw = why.capacity - why.heldBack - why.pinned
  if (toDraw === 0) return 'There were no tickets to draw.'
  if (rule === 'fair-share' || rule === 'plain') return sayNoneInTurn(why, toDraw)
  if ((why.sizes.at(-1) ?? 0) > toDraw)
    return `There ${wasOrWere(toDraw)} only ${sayTickets(toDraw)} to draw. ${saySmallest(why)}`
  return 'The rule looked at all requests together. In its best result there was no ticket for you.'
}

function sayNoneInTurn(why: Why, toDraw: number): string {
  const left = why.turns[0]?.left ?? 0
  if (left > 0)
    return `When your turn came, ${sayTicketsOrNone(left)} ${wasOrWere(left)} left. ${saySmallest(why)}`
  const all = toDraw === 1 ? 'The only ticket' : `All ${sayTickets(toDraw)}`
  return `${all} had gone before your turn.`
}

function saySmallest({ sizes }: Why): string {
  return `The smallest number you asked for was ${sizes.at(-1)}.`
}
