import type { Alternative, Cost } from '#app/allocation/exact/alternatives.ts'
import type { Why } from '#app/allocation/explain.ts'
import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayNeeded, sayPeople, sayTicketsOrNone, wasOrWere } from './why-words.ts'

/** An exact rule decides for all at once, so nothing happened at anybody's turn. */
export function sayAtOnce(why: Why): string[] {
  const { amount, earlier, alternatives, sizes } = why
  const toDraw = why.capacity - why.heldBack - why.pinned
  const left = why.turns[0]?.left ?? toDraw
  const told = alternatives ?? []
  const larger = sizes.filter(size => size > amount).length
  return [
    'This rule has no turns: it looks at all requests together. The order only decides between results that are equally good for the rule.',
    `${earlier === 0 ? '' : sayEarlier(toDraw - left, left)}The draw gave you ${sayTicketsOrNone(amount)}.`,
    ...told.map(alternative => sayAlternative(alternative, toDraw, earlier > 0)),
    ...(larger > told.length ? ['To keep this short, your other numbers are left out here.'] : []),
  ]
}

function sayEarlier(given: number, left: number): string {
  const [went, stayed] = [given, left].map(count => (count === 0 ? 'none' : count))
  return `Of the tickets to draw, ${went} went to people before you in the order. That left ${stayed}. `
}

function sayAlternative(alternative: Alternative, toDraw: number, hasEarlier: boolean): string {
  const { size, short, leastCost } = alternative
  if (size > toDraw) return `You could not get ${size}: ${sayToDraw(toDraw)} to draw.`
  const said =
    short > 0
      ? `${sayNeeded(size, short)}, if everyone before you kept theirs.`
      : `${size} would have fitted. But ${sayReason(alternative, hasEarlier)}`
  if (leastCost === 'nothing')
    return `${said} Giving you ${size} could have been just as good for this rule, but only with less for someone before you in the order.`
  return short > 0 && leastCost ? `${said} And ${sayCost(size, leastCost, false)}` : said
}

function sayToDraw(count: number): string {
  return count === 0 ? 'there were no tickets' : `there ${wasOrWere(count)} only ${count}`
}

/** The condition is left out where the cost is the same without it. */
function sayReason({ size, cost, leastCost }: Alternative, hasEarlier: boolean): string {
  if (!cost)
    return `${sayIf(size, hasEarlier)} the result would have been worse for this rule. It takes too long to work out by how much.`
  return sayCost(size, cost, hasEarlier && JSON.stringify(cost) !== JSON.stringify(leastCost))
}

function sayCost(size: number, cost: Cost, isWhileKept: boolean): string {
  return `${sayIf(size, isWhileKept)} at best ${sayLoss(cost)}.`
}

function sayIf(size: number, isWhileKept: boolean): string {
  return `with ${size} for you${isWhileKept ? ' and everyone before you keeping theirs' : ''},`
}

function sayLoss(cost: Cost): string {
  if (cost.of === 'people') return `${sayPeople(cost.fewer)} fewer would have got tickets`
  if (cost.of === 'tickets') return `${sayTickets(cost.fewer)} fewer would have been used`
  const got = cost.amount === 0 ? 'no tickets' : `only ${sayTickets(cost.amount)}`
  return `${sayCount(cost.more, 'more person')} would have got ${got}`
}
