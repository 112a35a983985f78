import type { EventState } from '#app/models/events/event.ts'

export type EventStage = 'draft' | 'open' | 'closed' | 'locked' | 'drawn' | 'decided'

/** What is known of an event, as far as it decides what comes next. */
export type EventProgress = {
  state: EventState
  isLocked: boolean
  /** The time of the draw has passed, and it is not made yet. */
  isDrawDue: boolean
  wasDrawn: boolean
  /** Another draw was sealed after the last one, and is not made yet. */
  isAnotherSealed: boolean
  wasFinalized: boolean
  canReopen: boolean
  /** Requests. */
  asked: number
  /** Those that have a number in the draft. */
  drafted: number
  /** Before, during and after the hours in which people come. */
  door: 'later' | 'now' | 'over'
}

export type NextStep =
  | 'open requests'
  | 'wait for closing'
  | 'reopen requests'
  | 'nothing'
  | 'choose how'
  | 'wait for the draw'
  | 'see the draw'
  | 'lock again'
  | 'go on by hand'
  | 'finalize'
  | 'hand out'
  | 'open the door'
  | 'look back'

/** Null for a cancelled event, which goes nowhere. */
export function stageOf({ state, isLocked, wasDrawn }: EventProgress): EventStage | null {
  if (state === 'cancelled') return null
  if (state === 'finalized') return 'decided'
  if (state !== 'closed') return state
  if (isLocked) return 'locked'
  return wasDrawn ? 'drawn' : 'closed'
}

/** What the event has gone through and will go through; a draft has its own first stage only while it is one. */
export function stagesOf(progress: EventProgress): EventStage[] {
  if (progress.state === 'cancelled') return []
  const first: EventStage[] = progress.state === 'draft' ? ['draft', 'open'] : ['open']
  const draw: EventStage[] = isByHand(progress) ? [] : ['locked', 'drawn']
  return [...first, 'closed', ...draw, 'decided']
}

export function isByHand({
  state,
  isLocked,
  wasDrawn,
  wasFinalized,
  drafted,
}: EventProgress): boolean {
  if (isLocked || wasDrawn) return false
  return wasFinalized || state === 'finalized' || (state === 'closed' && drafted > 0)
}

/** Null for a cancelled event. */
export function nextStepOf(progress: EventProgress): NextStep | null {
  switch (progress.state) {
    case 'cancelled':
      return null
    case 'draft':
      return 'open requests'
    case 'open':
      return 'wait for closing'
    case 'finalized':
      return stepOfDoor[progress.door]
    case 'closed':
      return nextOfClosed(progress)
  }
}

const stepOfDoor: Record<EventProgress['door'], NextStep> = {
  later: 'hand out',
  now: 'open the door',
  over: 'look back',
}

function nextOfClosed(progress: EventProgress): NextStep {
  const { isLocked, isDrawDue, wasDrawn, wasFinalized, asked, drafted } = progress
  if (isLocked) return isDrawDue ? 'see the draw' : 'wait for the draw'
  if (asked === 0) return progress.canReopen ? 'reopen requests' : 'nothing'
  if (progress.isAnotherSealed && !wasFinalized) return 'lock again'
  if (!wasDrawn && !isByHand(progress)) return 'choose how'
  return drafted < asked ? 'go on by hand' : 'finalize'
}
