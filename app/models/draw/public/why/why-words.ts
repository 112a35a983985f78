import { sayTickets } from '#app/values/tickets.ts'

export function sayTicketsOrNone(count: number): string {
  return count === 0 ? 'no tickets' : sayTickets(count)
}

export function wasOrWere(count: number): string {
  return count === 1 ? 'was' : 'were'
}

export function sayPeople(count: number): string {
  return count === 1 ? '1 person' : `${count} people`
}

/** How many tickets a size lacked. */
export function sayNeeded(size: number, short: number): string {
  return `To get ${size} you needed ${short} more ${short === 1 ? 'ticket' : 'tickets'}`
}
