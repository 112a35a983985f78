import { lastCallBegins, offerSpan } from '#app/allocation/after/times.ts'
import type { Batch } from './batch.ts'
import { hasStarted, type Live, timesOf, toSeconds } from './live.ts'

interface Due {
  readonly at: number
  readonly code: string
  write(batch: Batch): void
}

/** An offer whose mail left later than this before its end was no offer. */
const HOUR = 3600

/** What fell due and nobody has written yet, by instant, then code. */
export function listDue(live: Live): Due[] {
  if (live.event.cancelledAt !== null) return []
  return [...ended(live), ...released(live), ...gone(live), ...lastCall(live)].toSorted(
    (a, b) => a.at - b.at || (a.code < b.code ? -1 : 1),
  )
}

export function isAnythingDue(live: Live): boolean {
  return listDue(live).length > 0
}

function* ended({ after, now, holders }: Live): Generator<Due> {
  for (const { code, offer } of after.people.values()) {
    if (!offer || offer.until > now) continue
    const leftAt = holders.get(code)?.mailLeftAt ?? null
    const cameTooLate = leftAt !== null && (leftAt === 0 || leftAt > offer.until - HOUR)
    yield {
      at: offer.until,
      code,
      write(batch) {
        if (!batch.person(code).offer) return
        batch.write('expired', { code, tickets: offer.tickets, at: offer.until })
        if (cameTooLate) batch.write('rejoined', { code, at: offer.until })
      },
    }
  }
}

function* released({ event, after, now, holders }: Live): Generator<Due> {
  if (event.confirmBy === null || !event.releasesUnconfirmed) return
  const at = toSeconds(event.confirmBy)
  if (at > now) return
  for (const { code, holding } of after.people.values()) {
    const holder = holders.get(code)
    if (holding === 0 || !holder) continue
    if (holder.isConfirmed || holder.wasGiven || holder.wasHandedOver) continue
    yield {
      at,
      code,
      write(batch) {
        const { offer } = batch.person(code)
        if (offer) batch.write('withdrawn', { code, tickets: offer.tickets, at })
        batch.write('released', { code, tickets: holding, at })
      },
    }
  }
}

/** Who was deactivated leaves the line; their tickets stay until an organizer decides. */
function* gone({ after, now, holders }: Live): Generator<Due> {
  for (const { code, hasLeft } of after.people.values()) {
    if (hasLeft || holders.get(code)?.isActive !== false) continue
    yield {
      at: now,
      code,
      write(batch) {
        batch.endOffer(code, 'withdrawn')
        batch.write('left', { code })
      },
    }
  }
}

function* lastCall(live: Live): Generator<Due> {
  const { event, after, now, offersTickets } = live
  const times = timesOf(event)
  if (after.lastCallUntil !== null) {
    const isOver = after.lastCallUntil !== times.startsAt || offerSpan(now, times) !== null
    if (isOver && !hasStarted(live))
      yield { at: now, code: '', write: batch => batch.write('resumed') }
    return
  }
  if (!offersTickets || hasStarted(live) || offerSpan(now, times)) return
  const at = Math.min(now, lastCallBegins(after.at, times))
  yield { at, code: '', write: batch => batch.write('last-call', { at, until: times.startsAt }) }
}
