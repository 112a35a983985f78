import type { Why } from '#app/allocation/explain.ts'
import type { Order, Rule } from '#app/allocation/types.ts'
import { sayOverride, sayPin } from '#app/models/draw/public/by-hand.ts'
import { sayCount } from '#app/values/count.ts'
import { sayAtOnce } from './why-at-once.ts'
import { sayTurns } from './why-in-turns.ts'
import { sayPeople, sayTicketsOrNone, wasOrWere } from './why-words.ts'

/** A test parses each sentence back into a claim and checks it: a new one needs a pattern there. */
export function sayWhy(why: Why, rule: Rule, order: Order): string[] {
  return [
    sayPlace(why, order),
    sayCapacity(why),
    ...(why.pin ? [sayPin(why.pin)] : sayRule(why, rule)),
    ...(why.override ? [sayOverride(why.amount, why.override)] : []),
    sayOutcome(why),
  ]
}

function sayRule(why: Why, rule: Rule): string[] {
  return rule === 'fair-share' || rule === 'plain' ? sayTurns(why, rule) : sayAtOnce(why)
}

function sayPlace({ place, places, weight, priority }: Why, order: Order): string {
  const at = `You were number ${place} of ${places} in the order.`
  if (order === 'weighted') return `${at} ${sayWeight(weight)}`
  if (order === 'rotation') return `${at} ${sayWait(priority)}`
  if (order === 'first-come') return `${at} ${sayTime(places - priority)}`
  return `${at} Everyone had one ticket in the hat.`
}

/** Losses count for nothing where the request was not the member's own. */
function sayWeight(weight: number): string {
  if (weight === 1)
    return 'No losses in a row counted for you, so you had 1 ticket in the hat. Everyone has at least 1.'
  const losses = weight - 1
  const more = `${losses} for your ${losses === 1 ? 'last loss' : 'losses in a row'}`
  return `You had ${sayCount(weight, 'ticket')} in the hat: 1 to start with, and ${more}.`
}

function sayWait(losses: number): string {
  const among = 'The draw decided among those with as many as you.'
  if (losses === 0)
    return `No losses in a row counted for you, so everyone with losses came before you. ${among}`
  const count = sayCount(losses, 'loss in a row')
  return `${count} counted for you. Those with more came before you. ${among}`
}

function sayTime(earlier: number): string {
  const came = earlier === 0 ? 'Nobody' : sayPeople(earlier)
  return `The order goes by when people asked, or last added a number. ${came} came before you.`
}

function sayCapacity({ capacity, heldBack, pinned }: Why): string {
  const off = [
    ...(pinned > 0 ? [`${pinned} ${wasOrWere(pinned)} set by hand before the draw`] : []),
    ...(heldBack > 0 ? [`${heldBack} ${wasOrWere(heldBack)} held back`] : []),
  ]
  const some = `There ${wasOrWere(capacity)} ${sayTicketsOrNone(capacity)}.`
  if (off.length === 0) return some
  return `${some} ${off.join(', and ')}. That left ${sayTicketsOrNone(capacity - heldBack - pinned)} to draw.`
}

function sayOutcome({ finalAmount, sizes }: Why): string {
  const most = finalAmount > 0 && finalAmount === sizes[0] ? ', the most you asked for' : ''
  return `So you got ${sayTicketsOrNone(finalAmount)}${most}.`
}
