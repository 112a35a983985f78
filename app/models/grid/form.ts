import { lineAsSeen, saysSomething, showingProblem } from '#app/values/seen-text.ts'
import { parseSizes } from '#app/values/size.ts'
import { type Amount, sayAmount } from '#app/values/tickets.ts'
import { describeRow, isSetByHand, LONGEST_REASON, needsReason } from './amounts.ts'

/**
 * The grid as a form. Each row has `amount-<requestId>`, `reason-<requestId>` and `was-<requestId>`:
 * the row as it stood when the page was rendered.
 */
export type TypedRow = { requestId: string; amount: string; reason: string; was: string }

/** What the grid may change of a request, and what that rests on. */
export type RowState = { amount: Amount; reason: string | null; sizes: string }

/** A row that is to be saved, with the state it must still have for that. */
export type RowChange = { requestId: string; amount: Amount; reason: string | null; was: string }

export type RowProblems = Record<string, string>

/** One text for all that a row rests on; `wasSql` of allocation.server.ts writes the same. */
export function formatWas({ amount, sizes, reason }: RowState): string {
  return `${amount ?? ''}|${sizes}|${reason ?? ''}`
}

/** @returns undefined for a text that no page of ours rendered. */
export function parseWas(was: string): RowState | undefined {
  const found = /^(-?\d{0,9})\|([\d,]{1,400})\|([\s\S]*)$/.exec(was)
  if (!found) return undefined
  const [, amount = '', sizes = '', reason = ''] = found
  return { amount: amount === '' ? null : Number(amount), sizes, reason: reason || null }
}

/** The rows of the form in its order; fields that are none of the grid are left aside. */
export function readTypedRows(form: Iterable<[string, unknown]>): TypedRow[] {
  const rows = new Map<string, TypedRow>()
  for (const [name, value] of form) {
    const found = /^(amount|reason|was)-([a-z0-9]{1,40})$/.exec(name)
    if (!found || typeof value !== 'string') continue
    const [, part, requestId] = found as unknown as [string, 'amount' | 'reason' | 'was', string]
    const row = rows.get(requestId) ?? { requestId, amount: '', reason: '', was: '' }
    row[part] = part === 'was' ? value : lineAsSeen(value)
    rows.set(requestId, row)
  }
  return [...rows.values()]
}

/** Whether the person typed something else than what stood there when she saw the page. */
export function isTouched(row: TypedRow): boolean {
  const was = parseWas(row.was)
  return (
    !was || row.amount !== String(was.amount ?? '') || row.reason !== lineAsSeen(was.reason ?? '')
  )
}

/**
 * What is to be saved of the rows, or what is wrong with them by field name.
 * Rows that nobody touched are neither, however odd they are.
 * @param drawn what the draw gave each request; another amount asks for a reason, even one of the sizes.
 */
export function parseGrid(
  rows: readonly TypedRow[],
  totalTickets: number,
  drawn: ReadonlyMap<string, number> = new Map(),
) {
  const changes: RowChange[] = []
  const problems: RowProblems = {}
  for (const row of rows.filter(isTouched)) {
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
  if (!was) return { field: 'amount', problem: 'Was not sent whole. Reload the page.' }
  if (!/^\d*$/.test(row.amount) || row.amount.length > 9) {
    return {
      field: 'amount',
      problem: 'Enter a whole number, 0 for none, or nothing for not decided.',
    }
  }
  const amount = row.amount === '' ? null : Number(row.amount)
  if (amount !== null && amount > totalTickets) {
    return { field: 'amount', problem: `There are only ${totalTickets} tickets in all.` }
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
    return `The reason is too long: ${LONGEST_REASON} characters at most.`
  const unshown = showingProblem(reason.replaceAll('\n', '\0'))
  if (unshown) return `The reason ${unshown.charAt(0).toLowerCase()}${unshown.slice(1)}`
  if (!saysSomething(reason) && needsReason(amount, sizes))
    return `${amount} is not one of the sizes asked for (${sizes.join(', ')}): say why.`
  if (!saysSomething(reason) && isSetByHand(amount, drawn))
    return `The draw gave ${sayAmount(drawn ?? 0)}: say why this is changed by hand. The reason is public.`
  return undefined
}

type CurrentRow = RowState & { requestId: string; drawn?: number | undefined }

/** A row of the grid with what its fields hold, and what is said of it as it is saved. */
export type FilledRow<Row> = Row &
  ReturnType<typeof describeRow> & {
    typedAmount: string
    typedReason: string
    was: string
    /** What somebody else made of the row since the person saw it; set only if she changed it too. */
    meanwhile: string | null
  }

/**
 * Puts what was typed over the rows as they are now. A row that somebody else changed meanwhile
 * tells so and takes its present state as seen: pressing again saves over it, knowingly.
 */
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
      meanwhile: mine && mine.was !== now ? sayMeanwhile(row, parseWas(mine.was)) : null,
    }
  })
}

function sayMeanwhile(now: RowState, seen: RowState | undefined): string {
  if (seen && seen.sizes !== now.sizes)
    return `The sizes asked for are meanwhile ${now.sizes.replaceAll(',', ', ')}.`
  const because = now.reason ? ` (“${now.reason}”)` : ''
  return `Somebody else set this to ${sayAmount(now.amount)}${because} meanwhile.`
}
