import { parseSizes, type Sizes } from '#app/values/size.ts'
import { type Amount, sayAmount } from '#app/values/tickets.ts'

export const GRID_PAGE_SIZE = 100
export const LONGEST_REASON = 200

export type RowStatus =
  | 'undecided'
  | 'none'
  | 'first'
  | 'smaller'
  | 'under'
  | 'outside'
  | 'impossible'

/** Words and a mark, since not everybody can see colours. */
export const statusWords: Record<RowStatus, { mark: string; words: string }> = {
  undecided: { mark: '?', words: 'not decided' },
  none: { mark: '○', words: 'none' },
  first: { mark: '●', words: 'first choice' },
  smaller: { mark: '◐', words: 'a smaller choice' },
  under: { mark: '▽', words: 'less than their smallest' },
  outside: { mark: '△', words: 'not what they asked for' },
  impossible: { mark: '!', words: 'not possible' },
}

export function statusOf(amount: Amount, sizes: Sizes): RowStatus {
  if (amount === null) return 'undecided'
  if (amount < 0) return 'impossible'
  if (amount === 0) return 'none'
  if (amount === sizes[0]) return 'first'
  if (sizes.includes(amount)) return 'smaller'
  return amount < (sizes.at(-1) ?? 0) ? 'under' : 'outside'
}

export function needsReason(amount: Amount, sizes: Sizes): boolean {
  return ['under', 'outside', 'impossible'].includes(statusOf(amount, sizes))
}

export function isSetByHand(amount: Amount, drawn: number | undefined): boolean {
  return drawn !== undefined && amount !== null && amount !== drawn
}

export function describeRow(row: { amount: Amount; sizes: string; drawn?: number | undefined }) {
  const { amount, sizes: text, drawn } = row
  const sizes = parseSizes(text)
  const status = statusOf(amount, sizes)
  return {
    status,
    ...statusWords[status],
    saidSizes: sizes.length > 0 ? sizes.join(' › ') : text,
    saidAmount: sayAmount(amount),
    byHand: isSetByHand(amount, drawn)
      ? `changed by hand. The draw gave ${sayAmount(drawn ?? 0)}`
      : null,
  }
}

export type GridFigures = {
  available: number
  given: number
  /** Below zero only for imported events. */
  left: number
  ifAllFirst: number
  ifAllSmallest: number
  people: number
  undecided: number
  served: number
}

export type RequestGroup = { sizes: string; amount: Amount; count: number }

export function figuresOf(available: number, groups: readonly RequestGroup[]): GridFigures {
  const sum = (of: (group: RequestGroup) => number) =>
    groups.reduce((total, group) => total + of(group) * group.count, 0)
  // An imported amount below zero gave nobody a ticket, and created none.
  const given = sum(({ amount }) => Math.max(amount ?? 0, 0))
  return {
    available,
    given,
    left: available - given,
    ifAllFirst: sum(({ sizes }) => parseSizes(sizes)[0] ?? 0),
    ifAllSmallest: sum(({ sizes }) => parseSizes(sizes).at(-1) ?? 0),
    people: sum(() => 1),
    undecided: sum(({ amount }) => (amount === null ? 1 : 0)),
    served: sum(({ amount }) => ((amount ?? 0) > 0 ? 1 : 0)),
  }
}
