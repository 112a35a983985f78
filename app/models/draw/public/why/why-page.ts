import { sayTicketsOrNone } from './why-words.ts'

/** @param of the name of another person, whose answer an organizer reads; maybe before the results are out */
export function sayTitle({ of, amount, isDecided, hasChanged }: Titled): string {
  if (amount === null) return of === null ? 'Why did I get this?' : `Why did ${of} get this?`
  const tickets = sayTicketsOrNone(amount)
  if (of === null) return `Why you got ${tickets}${hasChanged ? ' at first' : ''}`
  return isDecided ? `Why ${of} got ${tickets}` : `Why ${of} would get ${tickets}`
}

type Titled = {
  of: string | null
  amount: number | null
  isDecided: boolean
  /** They hold another number now. */
  hasChanged: boolean
}

/** The words for the plain draw are true only without a cap. */
export function sayCapped(cap: number): string {
  return `In draw order, everyone first gets the largest number up to ${cap} that they asked for and that fits. Then, in the same order, each moves up to the largest of their numbers that still fits.`
}
