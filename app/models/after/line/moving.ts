import { z } from 'zod'
import { optionalLine, singleLine, wholeNumber } from '#app/values/text.ts'
import type { LineChange } from './change.ts'

/** One act: tickets that several people give up, and people who get tickets. */

export const MOST_MOVES = 20
const FIRST_ROWS = 2
const MORE_ROWS = 3
const MOST = 100_000

/** What a row's fields are called, for row 3 `from-3`. */
const SIDES = {
  from: { person: 'from', tickets: 'taken', reason: 'fromReason' },
  to: { person: 'to', tickets: 'given', reason: 'toReason' },
} as const
type Side = keyof typeof SIDES

const ONE = 'Enter one value of at most 1,000 characters.'
const text = z.string({ error: ONE }).max(1000, ONE).optional()
const indexes = Array.from({ length: MOST_MOVES }, (_, index) => index)
const rowFields = indexes.flatMap(index =>
  ['from', 'how', 'taken', 'fromReason', 'to', 'given', 'toReason'].map(name => `${name}-${index}`),
)

export type Move = { change: LineChange; person: string; tickets: string; reason: string }
type Raw = Record<string, string | undefined>

const personSchema = z
  .string({ error: 'Choose a person.' })
  .min(1, 'Choose a person.')
  .max(64, 'Choose a person.')
const ticketsSchema = wholeNumber({ label: 'how many tickets,', min: 1, max: MOST })
const reasonSchema = singleLine({ label: 'a reason', max: 300 })

export const moveSchema = z
  .object({
    ...Object.fromEntries(rowFields.map(name => [name, text])),
    added: text,
    unheld: text,
    addedReason: optionalLine({ max: 200 }),
  })
  .transform((raw: Raw, context) => {
    const moves = [
      ...readRows(raw, 'from', context),
      ...readRows(raw, 'to', context),
      ...readAdded(raw, context),
    ]
    refuseTwice(moves, context)
    if (moves.length === 0 && context.issues.length === 0)
      context.addIssue({ code: 'custom', message: 'Fill in at least one row.' })
    return moves
  })

type Context = z.RefinementCtx

function readRows(raw: Raw, side: Side, context: Context): Move[] {
  const names = SIDES[side]
  return indexes.flatMap(index => {
    const [person, tickets, reason] = [names.person, names.tickets, names.reason].map(
      name => `${name}-${index}`,
    ) as [string, string, string]
    if (![person, tickets, reason].some(name => raw[name]?.trim())) return []
    const [code, count, why] = [
      check(personSchema, raw, person, context),
      check(ticketsSchema, raw, tickets, context),
      check(reasonSchema, raw, reason, context),
    ]
    if (code === undefined || count === undefined || why === undefined) return []
    const kind = side === 'to' ? 'give' : raw[`how-${index}`] === 'recall' ? 'recall' : 'lower'
    return [{ change: { kind, code, tickets: count, reason: why }, person, tickets, reason }]
  })
}

function check<Value>(schema: z.ZodType<Value>, raw: Raw, name: string, context: Context) {
  const { success, data, error } = schema.safeParse(raw[name])
  if (success) return data
  const message = error.issues[0]?.message ?? ''
  context.addIssue({ code: 'custom', path: [name], message })
  return undefined
}

function readAdded(raw: Raw, context: Context): Move[] {
  const kinds = [
    ['added', 'add-tickets'],
    ['unheld', 'hold-fewer'],
  ] as const
  const filled = kinds.filter(([name]) => raw[name]?.trim())
  const reason = filled.length > 0 ? check(reasonSchema, raw, 'addedReason', context) : undefined
  return filled.flatMap(([name, kind]) => {
    const tickets = check(ticketsSchema, raw, name, context)
    if (tickets === undefined || reason === undefined) return []
    return [
      { change: { kind, tickets, reason }, person: name, tickets: name, reason: 'addedReason' },
    ]
  })
}

/** Each person is told once. */
function refuseTwice(moves: Move[], context: Context): void {
  const seen = new Set<string>()
  for (const { change, person } of moves) {
    if (!('code' in change)) continue
    if (seen.has(change.code))
      context.addIssue({
        code: 'custom',
        path: [person],
        message: 'This person is in another row already. Choose another.',
      })
    seen.add(change.code)
  }
}

/** A press that only adds rows: what was typed is kept as it is. */
export const moreRowsSchema = z.looseObject({})

/** How many rows the form has, from what was sent. */
export function rowsOf(sent: Record<string, unknown> | null | undefined): number {
  const asked = Number(sent?.rows)
  const rows = Number.isInteger(asked) ? asked : FIRST_ROWS
  const more = sent?.intent === 'more-rows' ? MORE_ROWS : 0
  return Math.min(MOST_MOVES, Math.max(FIRST_ROWS, rows) + more)
}
