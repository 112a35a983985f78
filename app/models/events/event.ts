export const eventStates = ['draft', 'open', 'closed', 'finalized', 'cancelled'] as const
export type EventState = (typeof eventStates)[number]

/** Instants are milliseconds since 1970. */
export type EventTimes = {
  opensAt: number | null
  closesAt: number | null
  closedAt: number | null
  finalizedAt: number | null
  cancelledAt: number | null
}

/** stateSql() is the same rule in SQL, and decides every write. */
export function stateAt(event: EventTimes, now: number): EventState {
  if (event.cancelledAt !== null) return 'cancelled'
  if (event.finalizedAt !== null) return 'finalized'
  if (event.closedAt !== null || (event.closesAt !== null && event.closesAt <= now)) return 'closed'
  return event.opensAt !== null && event.opensAt <= now ? 'open' : 'draft'
}

/** The earliest of plan, closing by hand and cancellation. */
export function closingOf({
  closesAt,
  closedAt,
  cancelledAt,
}: Pick<EventTimes, 'closesAt' | 'closedAt' | 'cancelledAt'>): number | null {
  const ends = [closesAt, closedAt, cancelledAt].filter(instant => instant !== null)
  return ends.length === 0 ? null : Math.min(...ends)
}

type Past = { wasFinalized: boolean; wasDrawn: boolean }

type Standing = { state: EventState; startsAt: number; isLocked: boolean }

/** reopenEvent() has the same rule for the write. */
export function canReopen(
  { state, startsAt, wasFinalized, wasDrawn, isLocked }: Past & Standing,
  now: number,
): boolean {
  return state === 'closed' && !wasFinalized && !wasDrawn && !isLocked && startsAt > now
}

/** deleteEvent() has the same rule for the write. */
export function canDelete({
  asked,
  wasFinalized,
  wasDrawn,
  wasLocked,
}: Past & { asked: number; wasLocked: boolean }): boolean {
  return asked === 0 && !wasFinalized && !wasDrawn && !wasLocked
}

export const stateWords: Record<EventState, string> = {
  draft: 'Not open yet',
  open: 'Open',
  closed: 'Closed',
  finalized: 'Finalized',
  cancelled: 'Cancelled',
}
