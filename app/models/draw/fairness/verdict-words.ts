import type { Verdict } from './ledger.ts'

type Counted = 'won' | 'lost' | 'won-so-far' | 'not-final'

/** Why a result is neither a loss nor a win. */
export const reasonsNotToCount: Record<Exclude<Verdict, Counted>, string> = {
  'not-asked': 'someone else entered this request and you did not confirm it',
  'no-size': 'we do not know which numbers you asked for',
  'by-hand': 'the tickets were given out without a sealed draw',
  'too-short': 'requests were open for less than 24 hours',
  'off-roll': 'your request was not part of the draw',
  'set-by-hand': 'your number was set by hand',
  'never-enough': 'there were fewer tickets to draw than the smallest number you asked for',
  'gave-back': 'you gave all your tickets back in time',
  lowered: 'the organizer took tickets away from you',
  offered: 'you have an open offer',
  refused: 'you said no to an offer, let it run out, or left the waiting list',
  enough: 'there were enough tickets for everyone who asked',
}

const counted: Record<Counted, string> = {
  won: 'Won, back to 0',
  lost: 'Lost, +1',
  'won-so-far': 'Won in the draw, back to 0. Not final yet.',
  'not-final': 'Not final yet',
}

function isCounted(verdict: Verdict): verdict is Counted {
  return verdict in counted
}

/** What one event means in the record of losses and wins. */
export function sayVerdict(verdict: Verdict): string {
  return isCounted(verdict) ? counted[verdict] : `Does not count: ${reasonsNotToCount[verdict]}`
}
