import type { sayHowDecided } from '#app/models/draw/public/promise.server.ts'
import type { SeenEvent } from '#app/models/events/event.server.ts'
import { canDelete, canReopen, closingOf } from '#app/models/events/event.ts'
import { isDoorOpen, isDoorOver } from '#app/models/hands/door-hours.ts'
import { sayInstant } from '#app/values/time.ts'
import { type EventProgress, nextStepOf, stageOf, stagesOf } from './next-step.ts'
import { readProgress } from './progress.server.ts'
import { otherActions, sayNextStep, stageWords } from './say-next-step.ts'

type Promised = Awaited<ReturnType<typeof sayHowDecided>>

/** What the organizer sees first: the stage of the event, what to do next, and what else they can do. */
export async function readOrganizing(event: SeenEvent, promise: Promised) {
  const { state, isLocked, wasDrawn, wasFinalized, asked } = event
  const { drafted, given, served } = await readProgress(event)
  const progress: EventProgress = {
    ...{ state, isLocked, wasDrawn, wasFinalized, asked, drafted },
    isDrawDue: promise.locked?.isDue ?? false,
    isAnotherSealed: promise.draw > (promise.lastDraw ?? promise.draw),
    canReopen: canReopen(event, Date.now()),
    door: whenIsDoor(event),
  }
  const step = nextStepOf(progress)
  const facts = { asked, drafted, given, served, wasDrawn, draw: promise.draw }
  const next = step === null ? null : sayNextStep(step, { ...facts, ...timesOf(event, promise) })
  return {
    stages: sayStages(progress),
    next,
    others: otherActions({ ...progress, canDelete: canDelete(event) }, next ?? { says: '' }),
  }
}

function whenIsDoor(event: SeenEvent): EventProgress['door'] {
  const now = Date.now()
  if (isDoorOver(event, now)) return 'over'
  return isDoorOpen(event, now) ? 'now' : 'later'
}

function sayStages(progress: EventProgress) {
  const stages = stagesOf(progress)
  const now = stages.indexOf(stageOf(progress) ?? 'decided')
  return stages.map((stage, index) => ({
    word: stageWords[stage],
    when: index === now ? 'now' : index < now ? 'past' : 'later',
  }))
}

function timesOf(event: SeenEvent, promise: Promised) {
  const say = (at: number | null) => (at === null ? null : sayInstant(at, event.timeZone))
  return {
    opens: say(event.opensAt),
    closes: say(closingOf(event)),
    drawsAt: promise.locked?.when ?? null,
  }
}

export type Organizing = Awaited<ReturnType<typeof readOrganizing>>
