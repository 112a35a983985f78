import { sayCount, wordFor } from '#app/values/count.ts'
import { lineAsSeen, saysSomething, showingProblem } from '#app/values/seen-text.ts'
import { parseSizes } from '#app/values/size.ts'
import { type Amount, sayAmount, sayTickets } from '#app/values/tickets.ts'
import { describeRow, isSetByHand, LONGEST_REASON, needsReason } from './amounts.ts'

/** Fields `amount-<requestId>`, `reason-…` and `was-…`, the row's state on the page; as typed, so that a refusal gives it back. */
export type TypedRow = { requestId: string; amount: string; reason: string; was: string }

export type RowState = { amount: Amount; reason: string | null; sizes: string }

export type RowChange = { requestId: string; amount: Amount; reason: string | null; was: string }

export type RowProblems = Record<string, string>

/** `wasSql` in grid.server.ts builds the same text. */
export function formatWas({ amount, sizes, reason }: RowState): string {
  return `${amount ?? ''}|${sizes}|${reason ?? ''}`
}

export function parseWas(was: string): RowState | undefined {
  const found = /^(-?\d{0,9})\|([\d,]{1,400})\|([\s\S]*)$/.exec(was)
  if (!found) return undefined
  const [, amount = '', sizes = '', reason = ''] = found
  return { amount: amount === '' ? null : Number(amount), sizes, reason: reason || null }
}

export function readTypedRows(form: Iterable<[string, unknown]>): TypedRow[] {
  const rows = new Map<string, TypedRow>()
  for (const [name, value] of form) {
    const found = /^(amount|reason|was)-([a-z0-9]{1,40})$/.exec(name)
    if (!found || typeof value !== 'string') continue
    const [, part, requestId] = found as unknown as [string, 'amount' | 'reason' | 'was', string]
    const row = rows.get(requestId) ?? { requestId, amount: '', reason: '', was: '' }
    row[part] = value
    rows.set(requestId, row)
  }
  return [...rows.values()]
}

const asSeen = (row: TypedRow): TypedRow => ({
  ...row,
  amount: lineAsSeen(row.amount),
  reason: lineAsSeen(row.reason),
})

export function isTouched(typed: TypedRow): boolean {
  const { was: state, amount, reason } = asSeen(typed)
  const was = parseWas(state)
  return !was || amount !== String(was.amount ?? '') || reason !== lineAsSeen(was.reason ?? '')
}

/** Ignores untouched rows, however odd. @param drawn what the draw gave; any other amount needs a reason */
export function parseGrid(
  rows: readonly TypedRow[],
  totalTickets: number,
  drawn: ReadonlyMap<string, number> = new Map(),
) {
  const changes: RowChange[] = []
  const problems: RowProblems = {}
  for (const row of rows.filter(isTouched).map(asSeen)) {
    const parsed = parseRow(row, totalTickets, drawn.get(row.requestId))
    if ('problem' in parsed) problems[`${parsed.field}-${row.requestId}`] = parsed.problem
    else changes.push(parsed)
  }
  return { changes, problems }
}

type RowProblem = { field: 'amount' | 'reason'; problem: string }

function parseRow(
  row: TypedRow,
  totalTickets: number,
  drawn: number | undefined,
): RowChange | RowProblem {
  const was = parseWas(row.was)
  const { requestId } = row
  if (!was)
    return { field: 'amount', problem: 'This row did not arrive complete. Reload the page.' }
  if (!/^\d*$/.test(row.amount) || row.amount.length > 9) {
    return {
      field: 'amount',
      problem: 'Enter a whole number, or 0 for none. Leave it empty if you have not decided.',
    }
  }
  const amount = row.amount === '' ? null : Number(row.amount)
  if (amount !== null && amount > totalTickets) {
    return {
      field: 'amount',
      problem: `There ${wordFor(totalTickets, 'is')} only ${sayTickets(totalTickets)} in all.`,
    }
  }
  const problem = reasonProblem(row.reason, amount, was, drawn)
  if (problem) return { field: 'reason', problem }
  const reason = amount === null ? null : row.reason || null
  return { requestId, amount, reason, was: row.was }
}

function reasonProblem(
  reason: string,
  amount: Amount,
  was: RowState,
  drawn: number | undefined,
): string | undefined {
  const sizes = parseSizes(was.sizes)
  if (reason.length > LONGEST_REASON)
    return `The reason is too long: at most ${sayCount(LONGEST_REASON, 'character')}.`
  const unshown = showingProblem(reason.replaceAll('\n', '\0'))
  if (unshown) return `The reason ${unshown.charAt(0).toLowerCase()}${unshown.slice(1)}`
  if (!saysSomething(reason) && needsReason(amount, sizes))
    return `They did not ask for ${amount} (they asked for ${sizes.join(' › ')}). Say why.`
  if (!saysSomething(reason) && isSetByHand(amount, drawn))
    return `The draw gave ${sayAmount(drawn ?? 0)}. Say why you change it. Everyone can read the reason.`
  return undefined
}

type CurrentRow = RowState & { requestId: string; drawn?: number | undefined }

export type FilledRow<Row> = Row &
  ReturnType<typeof describeRow> & {
    typedAmount: string
    typedReason: string
    was: string
    /** What somebody else made of the row; set only if this person changed it too. */
    meanwhile: string | null
  }

/** A row that somebody else changed says so and counts as seen: submitting again knowingly overwrites it. */
export function fillRows<Row extends CurrentRow>(
  rows: readonly Row[],
  typed: readonly TypedRow[] = [],
): FilledRow<Row>[] {
  const touched = new Map(typed.filter(isTouched).map(row => [row.requestId, row]))
  return rows.map(row => {
    const mine = touched.get(row.requestId)
    const now = formatWas(row)
    return {
      ...row,
      ...describeRow(row),
      typedAmount: mine?.amount ?? String(row.amount ?? ''),
      typedReason: mine?.reason ?? row.reason ?? '',
      was: now,
      meanwhile: mine && mine.was !== now ? sayChangeOf(row, parseWas(mine.was)) : null,
    }
  })
}

function sayChangeOf(now: RowState, seen: RowState | undefined): string {
  if (seen && seen.sizes !== now.sizes)
    return `They now ask for ${now.sizes.replaceAll(',', ' › ')}.`
  const because = now.reason ? ` (“${now.reason}”)` : ''
  return `Someone else set this to ${sayAmount(now.amount)}${because} just now.`
}
