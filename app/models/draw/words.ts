import type { Order, Rule } from '#app/allocation/types.ts'
import type { EarlySource } from '#app/models/draw/public/reopening.server.ts'
import type { Restore } from '#app/models/draw/public/restores.server.ts'
import { sayInstantShort } from '#app/values/time.ts'

type RuleWords = { name: string; says: string; weakness: string }

export const ruleWords: Record<Rule, RuleWords> = {
  'fair-share': {
    name: 'Fair-share draw',
    says: 'In draw order, everyone first gets the smallest number they asked for, if it fits. Then, round after round, each of them moves up to their next number while tickets last.',
    weakness:
      'Asking only for a large number can sometimes help: it keeps you from being given a small one.',
  },
  plain: {
    name: 'Plain draw',
    says: 'In draw order, everyone gets the largest number they asked for that still fits.',
    weakness:
      'Within one event it is always best to tell the truth. But people early in the order can take large numbers, so fewer people may get tickets. With a cap, adding a number that you do not want can sometimes help.',
  },
  'most-people': {
    name: 'Most people',
    says: 'As many people as possible get tickets. After that, as many tickets as possible are used. Draw order breaks ties.',
    weakness:
      'People who need several tickets together lose more often. Leaving out small numbers can sometimes help.',
  },
  'even-shares': {
    name: 'Even shares',
    says: 'As few people as possible get nothing. After that, as few as possible get only one ticket, and so on. Draw order breaks ties.',
    weakness:
      'Groups get few tickets: giving to one more person comes before giving anyone more. Leaving out small numbers can sometimes help.',
  },
  fill: {
    name: 'Fill the house',
    says: 'As many tickets as possible are used. After that, as many people as possible get tickets. Draw order breaks ties.',
    weakness:
      'Someone who fits the last seats can beat someone drawn earlier. Leaving out small numbers can sometimes help.',
  },
}

/** What can still be done to every order that counts losses. */
export const LEDGER_LIMITS =
  'People can collect losses by asking for large numbers, or by asking for tickets that they do not want and giving them back. People who act together can collect losses at events made for that. So the record names each event and its organizer.'

const COUNTS =
  'A loss counts only if you asked or confirmed, requests were open for at least 24 hours, people wanted more tickets than there were to draw, and the sealed draw gave you none.'

type OrderWords = { name: string; says: string; weakness: string | null }

export const orderWords: Record<Order, OrderWords> = {
  draw: { name: 'Random order', says: 'Everyone has one ticket in the hat.', weakness: null },
  weighted: {
    name: 'Random order, weighted by losses',
    says: 'Everyone has one ticket in the hat, and one more for each loss in a row: at most 11 in all.',
    weakness: `${COUNTS} ${LEDGER_LIMITS}`,
  },
  rotation: {
    name: 'Longest wait first',
    says: 'The person with the most losses in a row comes first. At most 10 count. Chance decides between people with the same number.',
    weakness: `${COUNTS} ${LEDGER_LIMITS}`,
  },
  'first-come': {
    name: 'First come, first served',
    says: 'The person who asked first comes first. If you add or raise a number later, you count as asking at that time.',
    weakness: null,
  },
}

export function countsLosses(order: Order): boolean {
  return order === 'weighted' || order === 'rotation'
}

export const KNOWN_LIMITS =
  'After results are out we never redraw. Under every rule, a new draw with one more ticket could make someone worse off. Extra tickets only add.'

export const NO_PUBLIC_VALUE_YET =
  'No public value is planned for this draw yet. The organizer names one when they lock the terms of the draw, before anyone can know it.'

export const WITHOUT_PUBLIC_VALUE =
  'This draw used no public value. Anyone who held the secret could have tried other rolls before requests closed.'

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
  return `On ${restored} the database was restored from a backup of ${backup}. All requests, changes and draws in between are lost. A draw that was published in that time no longer counts.`
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
