import { sayCount, wordFor } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'

export function sayTicketsOrNone(count: number): string {
  return count === 0 ? 'no tickets' : sayTickets(count)
}

export function wasOrWere(count: number): string {
  return wordFor(count, 'was')
}

export function sayPeople(count: number): string {
  return sayCount(count, 'person')
}

/** How many tickets a size lacked. */
export function sayNeeded(size: number, short: number): string {
  return `To get ${size} you needed ${sayCount(short, 'more ticket')}`
}
