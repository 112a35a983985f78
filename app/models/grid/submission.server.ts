import { sayOverDraw } from '#app/models/draw/capacity.server.ts'
import { findDrawnAmounts } from '#app/models/draw/drawn.server.ts'
import type { ManagedEvent, Person } from '#app/models/events/event.server.ts'
import { sayAmount } from '#app/values/tickets.ts'
import { fillRows, parseGrid, type RowChange, type RowProblems, type TypedRow } from './form.ts'
import { findFigures, findGridRows, type GridRefusal, saveGrid } from './grid.server.ts'

export async function submitGrid(event: ManagedEvent, viewer: Person, typed: readonly TypedRow[]) {
  const drawn = await findDrawnAmounts(event.id)
  const { changes, problems } = parseGrid(typed, event.totalTickets, drawn)
  if (Object.keys(problems).length > 0) return { failed: await giveBack(event, typed, problems) }
  if (changes.length === 0) return { saved: 0 }
  const { refusal } = await saveGrid(event.id, viewer, changes)
  if (!refusal) return { saved: changes.length }
  return { failed: await giveBack(event, typed, {}, await refusalWords(refusal, event, changes)) }
}

async function giveBack(
  event: ManagedEvent,
  typed: readonly TypedRow[],
  problems: RowProblems,
  formError?: string,
) {
  const rows = fillRows(
    await findGridRows(
      event,
      typed.map(row => row.requestId),
    ),
    typed,
  )
  const all: RowProblems = { ...problems }
  const errors: Record<string, string[]> = formError ? { '': [formError] } : {}
  for (const { requestId, name, meanwhile } of rows) {
    const amountField = `amount-${requestId}`
    if (meanwhile) all[amountField] = [all[amountField], meanwhile].filter(Boolean).join(' ')
    for (const field of [amountField, `reason-${requestId}`]) {
      if (all[field]) errors[field] = [`${name}: ${all[field]}`]
    }
  }
  return { rows, problems: all, errors }
}

async function refusalWords(
  refusal: GridRefusal,
  event: ManagedEvent,
  changes: readonly RowChange[],
): Promise<string> {
  if (refusal === 'over-draw')
    return `Nothing was saved. ${await sayOverDraw(event.id)} Your numbers are still here.`
  return refusal === 'over-capacity' ? overCapacityWords(event, changes) : refusals[refusal]
}

const NOT_CLOSED =
  'Nothing was saved: requests for this event are no longer closed, so you can’t give out tickets. Your numbers are still here.'

const refusals: Record<Exclude<GridRefusal, 'over-capacity' | 'over-draw'>, string> = {
  changed:
    'Nothing was saved, because someone else changed some of these rows. Your numbers are still here. Press Save draft again to replace theirs.',
  unexplained:
    'Nothing was saved: a draw was made just now. Give a reason for each number that differs from it. Your numbers are still here.',
  locked:
    'Nothing was saved: the terms of the draw are locked, and the draw decides the numbers. Your numbers are still here.',
  'not-found': NOT_CLOSED,
  'not-closed': NOT_CLOSED,
}

async function overCapacityWords(event: ManagedEvent, changes: readonly RowChange[]) {
  const figures = await findFigures(event)
  const rows = await findGridRows(
    event,
    changes.map(row => row.requestId),
  )
  const now = new Map(rows.map(row => [row.requestId, row.amount ?? 0]))
  const more = changes.reduce(
    (sum, { requestId, amount }) => sum + (amount ?? 0) - (now.get(requestId) ?? 0),
    0,
  )
  const given = figures.given + more
  return `Nothing was saved: that would be ${sayAmount(given)} in all, and there are only ${event.totalTickets}. Take back ${given - event.totalTickets}.`
}
