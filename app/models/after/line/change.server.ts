import { sql } from 'drizzle-orm'
import type { PersonAfter } from '#app/allocation/after/standing.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import type { WriteStep } from '#db/lane.ts'
import { act } from '../act.server.ts'
import type { Batch } from '../batch.ts'
import { hasStarted } from '../live.ts'
import type { LineChange, LineRefusal } from './change.ts'

/** Everything of one act is one batch, with one dealing after all its lines. */
export function changeLine(
  viewer: Pick<Person, 'userId' | 'name'>,
  eventId: string,
  changes: readonly LineChange[],
) {
  return act<LineRefusal>(eventId, {
    actor: viewer,
    action: 'tickets.changed',
    reason: changes
      .map(({ reason }) => reason)
      .join(' · ')
      .slice(0, 1000),
    guards: [mustManage(viewer, eventId)],
    plan(batch) {
      if (batch.live.event.cancelledAt !== null) return 'cancelled'
      const inSequence = [
        ...changes.filter(({ kind }) => kind !== 'give'),
        ...changes.filter(({ kind }) => kind === 'give'),
      ]
      for (const change of inSequence) {
        const refusal = writeChange(batch, change)
        if (refusal) return refusal
      }
    },
    also: () => changes.flatMap(change => settleHeldBack(eventId, change)),
  })
}

function writeChange(batch: Batch, change: LineChange): LineRefusal | undefined {
  const { reason } = change
  if (change.kind === 'hold-back') return changeHeldBack(batch, change)
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
  batch.endOffer(code, 'withdrawn', { reason })
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

function settleHeldBack(eventId: string, change: LineChange): WriteStep<never>[] {
  if (change.kind !== 'hold-back') return []
  return [
    sql`UPDATE events SET held_back = ${change.tickets}, held_back_reason = ${change.reason.slice(0, 200)}
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
