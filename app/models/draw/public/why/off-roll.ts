import { sayCount, wordFor } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'

/** Why a request was left off a roll, as far as freezing noted it. */
export type OffRollCause = 'deactivated' | 'without-size' | 'unknown'

const causes: Record<OffRollCause, string[]> = {
  deactivated: ['Your account was deactivated when the list was made, so the list left you out.'],
  'without-size': [
    'Your request had no possible number of tickets when the list was made, so the list left you out.',
  ],
  unknown: [
    'We do not know why. This should never happen.',
    'Tell others about it, and compare the list with your receipt.',
  ],
}

export function sayOffRoll(draw: number, cause: OffRollCause): string[] {
  return [
    `Your request was not on the list that draw ${draw} was made from. So you had no part in the draw.`,
    ...causes[cause],
  ]
}

/** For the public log. */
export function sayMissingLines(count: number): string[] {
  if (count === 0) return []
  return [
    `${sayCount(count, 'request')} ${wordFor(count, 'is')} missing from this list, and we do not know why. This should never happen. Ask the organizer who left ${wordFor(count, 'it')} out.`,
  ]
}

/** What came of the request in the end. */
export function sayGivenOffRoll(amount: number, reason: string): string {
  if (amount === 0) return 'So you got no tickets.'
  const because = reason ? `: “${reason}”` : ''
  return `After the draw ${sayTickets(amount)} ${wordFor(amount, 'was')} given to you by hand${because}.`
}
