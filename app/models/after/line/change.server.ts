import { sql } from 'drizzle-orm'
import type { PersonAfter } from '#app/allocation/after/standing.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { MOST_TICKETS } from '#app/models/events/input.ts'
import type { WriteStep } from '#db/lane.ts'
import { act } from '../act.server.ts'
import type { Batch } from '../batch.ts'
import { hasStarted } from '../live.ts'
import type { LineChange, LineRefusal } from './change.ts'

/** Everything of one act is one batch, with one dealing after all its lines. */
export async function changeLine(
  viewer: Pick<Person, 'userId' | 'name'>,
  eventId: string,
  changes: readonly LineChange[],
) {
  /** Which change was refused, and how many tickets there were for it. */
  let refused = { at: 0, left: 0 }
  const done = await act<LineRefusal>(eventId, {
    actor: viewer,
    action: 'tickets.changed',
    reason: changes
      .map(({ reason }) => reason)
      .join(' · ')
      .slice(0, 1000),
    guards: [mustManage(viewer, eventId)],
    plan(batch) {
      if (batch.live.event.cancelledAt !== null) return 'cancelled'
      withdrawOffers(batch, changes)
      for (const change of inSequence(changes)) {
        const refusal = writeChange(batch, change)
        if (!refusal) continue
        refused = { at: changes.indexOf(change), left: leftFor(batch, change) }
        return refusal
      }
    },
    also: () => changes.flatMap(change => changeTotals(eventId, change)),
  })
  return { ...done, refused }
}

function inSequence(changes: readonly LineChange[]): LineChange[] {
  const isGiving = ({ kind }: LineChange) => kind === 'give'
  return [...changes.filter(change => !isGiving(change)), ...changes.filter(isGiving)]
}

/** Before all lines, as what was offered to one person may be given to another. */
function withdrawOffers(batch: Batch, changes: readonly LineChange[]): void {
  for (const change of changes) {
    if (change.kind !== 'give' && change.kind !== 'lower' && change.kind !== 'recall') continue
    const { code, reason } = change
    if (batch.live.after.people.has(code)) batch.endOffer(code, 'withdrawn', { reason })
  }
}

function leftFor({ live }: Batch, change: LineChange): number {
  if (change.kind === 'lower' || change.kind === 'recall')
    return live.after.people.get(change.code)?.holding ?? 0
  return Math.max(0, live.after.free)
}

function writeChange(batch: Batch, change: LineChange): LineRefusal | undefined {
  const { reason } = change
  if (change.kind === 'hold-back') return changeHeldBack(batch, change)
  if (!('code' in change)) return addTickets(batch, change)
  const person = batch.live.after.people.get(change.code)
  if (!person) return 'not-in-line'
  const { code } = change
  if (!('tickets' in change)) {
    if (hasStarted(batch.live)) return 'started'
    if (isSo(batch, change.kind, person)) return 'nothing-to-do'
    batch.endOffer(code, 'withdrawn', { reason })
    batch.write(change.kind === 'skip' ? 'skipped' : 'rejoined', { code }, { reason })
    return undefined
  }
  const { tickets } = change
  const most = change.kind === 'give' ? batch.live.after.free : person.holding
  if (tickets > most) return change.kind === 'give' ? 'not-free' : 'too-many'
  batch.write(KINDS[change.kind], { code, tickets }, { reason })
  const holder = batch.live.holders.get(code)
  if (holder && change.kind === 'give') holder.wasGiven = true
  return undefined
}

/** Nobody who is deactivated is put back: they would leave again at once. */
function isSo({ live }: Batch, kind: 'skip' | 'put-back', person: PersonAfter): boolean {
  if (kind === 'skip') return person.wasSkipped
  return (person.isWilling && !person.hasLeft) || !live.holders.get(person.code)?.isActive
}

const KINDS = { give: 'given', lower: 'lowered', recall: 'recalled' } as const

function changeHeldBack(
  batch: Batch,
  { tickets, reason }: { tickets: number; reason: string },
): LineRefusal | undefined {
  const more = tickets - batch.live.event.heldBack
  if (more === 0) return 'nothing-to-do'
  if (more > batch.live.after.free) return 'not-free'
  batch.write(more > 0 ? 'removed' : 'added', { tickets: Math.abs(more) }, { reason })
  return undefined
}

function addTickets(
  batch: Batch,
  { kind, tickets, reason }: Extract<LineChange, { kind: 'hold-fewer' | 'add-tickets' }>,
): LineRefusal | undefined {
  const { heldBack, totalTickets } = batch.live.event
  if (kind === 'hold-fewer' && tickets > heldBack) return 'not-held-back'
  if (kind === 'add-tickets' && totalTickets + tickets > MOST_TICKETS) return 'too-large'
  batch.write('added', { tickets }, { reason })
  return undefined
}

function changeTotals(eventId: string, change: LineChange): WriteStep<never>[] {
  const { kind, reason } = change
  if (kind === 'hold-back' || kind === 'hold-fewer') {
    const held = kind === 'hold-back' ? sql`${change.tickets}` : sql`held_back - ${change.tickets}`
    return [
      sql`UPDATE events SET held_back = ${held}, held_back_reason = ${reason.slice(0, 200)}
        WHERE id = ${eventId}`,
    ]
  }
  if (kind !== 'add-tickets') return []
  return [
    sql`UPDATE events SET total_tickets = total_tickets + ${change.tickets}, version = version + 1
      WHERE id = ${eventId}`,
  ]
}

/** Where nothing was drawn, free tickets are offered only when an organizer says so. */
export function offerWhatIsFree(viewer: Person, eventId: string, isOn: boolean) {
  return act<'not-found' | 'cancelled' | 'started' | 'nothing-to-do'>(eventId, {
    actor: viewer,
    action: isOn ? 'tickets.offering' : 'tickets.not-offering',
    guards: [mustManage(viewer, eventId)],
    plan(batch) {
      const { live } = batch
      if (live.event.cancelledAt !== null) return 'cancelled'
      if (hasStarted(live)) return 'started'
      if (live.offersTickets === isOn) return 'nothing-to-do'
      if (!isOn && live.after.lastCallUntil !== null) batch.write('resumed')
      live.offersTickets = isOn
    },
    also: ({ live }) => [
      sql`UPDATE after_states SET offers_tickets = ${Number(isOn)} WHERE finalization_id = ${live.finalizationId}`,
    ],
  })
}
