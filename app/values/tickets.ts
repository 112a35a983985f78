import { sayCount } from './count.ts'
/** Null is undecided, 0 is none: never the same thing. */
export type Amount = number | null

export function sayAmount(amount: Amount): string {
  if (amount === null) return 'not decided'
  return amount === 0 ? 'none' : sayTickets(amount)
}

export function sayTickets(count: number): string {
  return sayCount(count, 'ticket')
}
