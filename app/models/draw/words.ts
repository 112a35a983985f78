import type { Order, Rule } from '#app/allocation/types.ts'
import type { EarlySource } from '#app/models/draw/public/reopening.server.ts'
import type { Restore } from '#app/models/draw/public/restores.server.ts'
import { sayInstantShort } from '#app/values/time.ts'

type RuleWords = { name: string; says: string; weakness: string }

export const ruleWords: Record<Rule, RuleWords> = {
  'fair-share': {
    name: 'Fair-share draw',
    says: 'In draw order everybody first gets the smallest of their sizes that fits; then, round after round, each moves up one size while tickets last.',
    weakness:
      'Asking only for a large number can sometimes help: it keeps you from being given a small one.',
  },
  plain: {
    name: 'Plain draw',
    says: 'In draw order everybody gets the largest of their sizes that fits.',
    weakness:
      'Within one event it is always best to tell the truth. But those first in the order can take large numbers, so fewer people may get tickets. With a cap, adding a number that you do not want can sometimes help.',
  },
  'most-people': {
    name: 'Most people',
    says: 'As many people as possible get something; then as many tickets as possible are used; ties go by draw order.',
    weakness:
      'Those who need several tickets together lose more often. Leaving out small numbers can sometimes help.',
  },
  'even-shares': {
    name: 'Even shares',
    says: 'As few people as possible get nothing, then as few as possible get only one, and so on; ties go by draw order.',
    weakness:
      'Groups get few tickets: one more person with tickets comes before more tickets for anybody. Leaving out small numbers can sometimes help.',
  },
  fill: {
    name: 'Fill the house',
    says: 'As many tickets as possible are used; then as many people as possible are served; ties go by draw order.',
    weakness:
      'Someone who fits the last seats can beat someone drawn earlier. Leaving out small numbers can sometimes help.',
  },
}

/** What can still be done to every order that counts losses. */
export const LEDGER_LIMITS =
  'Asking for large numbers collects losses, and so does asking for what you do not want and giving it back. People who act together can collect losses at events made for it: the record names each event and its organizer.'

const COUNTS =
  'A loss counts only if you asked or confirmed, requests were open for at least 24 hours, more tickets were wanted than were drawn for, and the sealed draw gave you none.'

type OrderWords = { name: string; says: string; weakness: string | null }

export const orderWords: Record<Order, OrderWords> = {
  draw: { name: 'By lot', says: 'Everybody has one ticket in the hat.', weakness: null },
  weighted: {
    name: 'By lot, weighted by losses',
    says: 'Everybody has one ticket in the hat, and one more for each loss in a row: at most 11 tickets in the hat.',
    weakness: `${COUNTS} ${LEDGER_LIMITS}`,
  },
  rotation: {
    name: 'Longest wait first',
    says: 'The person with the most losses in a row comes first, and at most 10 count; the lot decides among equals.',
    weakness: `${COUNTS} ${LEDGER_LIMITS}`,
  },
  'first-come': {
    name: 'First come, first served',
    says: 'Whoever asked first comes first; adding or raising a size later counts as asking then.',
    weakness: null,
  },
}

export function countsLosses(order: Order): boolean {
  return order === 'weighted' || order === 'rotation'
}

export const KNOWN_LIMITS =
  'After results are out we never redraw. Under every rule, a new draw with one more ticket could make somebody worse off. Extra tickets only add.'

export const NO_PUBLIC_VALUE_YET =
  'No public value is planned for this draw so far. The organizer names one when they lock the terms of the draw, before it can be known.'

export const WITHOUT_PUBLIC_VALUE =
  'This draw used no public value: whoever held the secret could have tried other rolls before closing.'

export function sayEarlySource({ source, isReopened, isResealed }: EarlySource): string {
  const named = `after the source of the public value was named (“${source}”)`
  return [
    isReopened
      ? `Requests were reopened ${named}: anyone who held the secret could have tried other rolls.`
      : '',
    isResealed
      ? `A restored backup gave this draw another secret ${named}: anyone who runs the server could have tried other secrets.`
      : '',
  ]
    .filter(Boolean)
    .join(' ')
}

export function sayRestored({ restoredAt, backupAt }: Restore, timeZone: string): string {
  const [restored, backup] = [restoredAt, backupAt].map(at => sayInstantShort(at, timeZone))
  return `On ${restored} the database was restored from a backup of ${backup}. Requests, changes and draws from the time between are lost. A draw that was published in that time no longer counts.`
}

export const selectableRules = (Object.keys(ruleWords) as Rule[]).map(value => ({
  value,
  label: ruleWords[value].name,
  hint: ruleWords[value].says,
}))

export const selectableOrders = (Object.keys(orderWords) as Order[]).map(value => ({
  value,
  label: orderWords[value].name,
  hint: [orderWords[value].says, orderWords[value].weakness].filter(Boolean).join(' '),
}))
