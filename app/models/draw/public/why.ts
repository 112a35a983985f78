import type { Cost } from '#app/allocation/exact/alternatives.ts'
import type { Look, Turn, Why } from '#app/allocation/explain.ts'
import type { Order, Rule } from '#app/allocation/types.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayOverride, sayPin } from './by-hand.ts'

export function sayWhy(why: Why, rule: Rule, order: Order): string[] {
  return [
    sayPlace(why, order),
    ...sayCapacity(why),
    ...(why.pin ? [sayPin(why.pin)] : why.turns.flatMap(turn => sayTurn(turn, rule))),
    ...(why.alternatives ?? []).map(({ size, cost }) => sayCost(size, cost)),
    ...(why.override ? [sayOverride(why.amount, why.override)] : []),
    sayOutcome(why.finalAmount),
  ]
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`
}

function sayPlace({ place, places, weight, priority }: Why, order: Order): string {
  const at = `You were number ${place} of ${places} in the order.`
  if (order === 'weighted') return `${at} ${sayWeight(weight)}`
  if (order === 'rotation') return `${at} ${sayWait(priority)}`
  if (order === 'first-come')
    return `${at} The order goes by the time of asking: ${places - priority} asked before you.`
  return `${at} Everybody had one ticket in the hat.`
}

function sayWeight(weight: number): string {
  if (weight === 1)
    return 'You had one ticket in the hat, as everybody has who did not lose last time.'
  const losses = weight - 1
  const more = losses === 1 ? 'for your last loss' : `for each of your ${losses} losses in a row`
  return `You had ${weight} tickets in the hat: one, and one more ${more}.`
}

function sayWait(losses: number): string {
  if (losses === 0) return 'You had no losses in a row, so those who waited longer came first.'
  return `You came in with ${losses} ${losses === 1 ? 'loss' : 'losses in a row'}; the lot decided among those who waited as long.`
}

function sayCapacity({ capacity, heldBack, pinned }: Why): string[] {
  const off = [
    ...(pinned > 0 ? [`${sayTickets(pinned)} set by hand before the draw`] : []),
    ...(heldBack > 0 ? [`${sayTickets(heldBack)} held back`] : []),
  ]
  const toDraw = capacity - heldBack - pinned
  const some = `There were ${sayTickets(capacity)}.`
  return [
    off.length === 0
      ? some
      : `${some} ${off.join(' and ')} came off first, so ${toDraw} were drawn for.`,
  ]
}

function sayTurn({ pass, left, from, to, looks }: Turn, rule: Rule): string[] {
  const when = sayWhen(pass, rule)
  const there = sayLeft(left)
  if (to > from) {
    const got = from === 0 ? `you got ${to}` : `you moved up from ${from} to ${to}`
    return [`${when} ${there}, and ${got}.`, ...sayMissed(looks.filter(look => look.size > to))]
  }
  const lacking = looks.filter(look => look.short > 0)
  const stay = from === 0 ? 'none of your sizes fitted' : `you stayed at ${from}`
  return [`${when} ${there}: ${stay}${lacking.length > 0 ? ` (${sayLacking(lacking)})` : ''}.`]
}

function sayLeft(left: number): string {
  if (left === 0) return 'no ticket was left'
  return `${sayTickets(left)} ${left === 1 ? 'was' : 'were'} left`
}

function sayWhen(pass: number, rule: Rule): string {
  if (rule === 'plain') return pass === 1 ? 'At your turn' : 'In the second round'
  if (rule === 'fair-share')
    return pass === 1 ? 'At your first turn' : `In round ${pass - 1} of moving up`
  return 'Counting in draw order, when it came to you'
}

function sayMissed(looks: readonly Look[]): string[] {
  const lacking = looks.filter(look => look.short > 0)
  return lacking.length === 0 ? [] : [`More did not fit: ${sayLacking(lacking)}.`]
}

function sayLacking(looks: readonly Look[]): string {
  return looks
    .map(
      ({ size, short }) =>
        `for ${size}, ${sayTickets(short)} ${short === 1 ? 'was' : 'were'} missing`,
    )
    .join('; ')
}

function sayCost(size: number, cost: Cost): string {
  const given = `Giving you ${size} would have meant`
  if (cost.of === 'people')
    return `${given} ${people(cost.fewer)} fewer served, and this rule serves as many as it can.`
  if (cost.of === 'tickets') return `${given} ${sayTickets(cost.fewer)} fewer used.`
  const less = cost.amount === 0 ? 'nothing' : `only ${cost.amount}`
  return `${given} ${people(cost.more)} more with ${less}.`
}

function sayOutcome(amount: number): string {
  return amount === 0 ? 'So you got none this time.' : `So you got ${sayTickets(amount)}.`
}
