import { type SaidFact, sayLeftOut } from '#app/models/draw/public/say-promise.ts'
import { orderWords, ruleWords } from '#app/models/draw/words.ts'
import type { EventState } from '#app/models/events/event.ts'
import { sayCount } from '#app/values/count.ts'
import type { Preparation } from './preparation.server.ts'

export function sayPreparation(preparation: Preparation): SaidFact[] {
  const { choice, roll, pins, inPins, heldBack, heldBackReason, toDraw, absent } = preparation
  const { rule, cap, order, publicValueSource } = choice
  const rows: [string, string | null, 'code'?][] = [
    ['Why another draw', preparation.reason],
    ['Rule', `${ruleWords[rule].name}${cap ? `, at most ${cap} in the first round` : ''}`],
    ['Order', orderWords[order].name],
    ['Tickets in all', String(preparation.totalTickets)],
    ['Reserved', pins.length === 0 ? 'none' : `${inPins}, for ${sayCount(pins.length, 'person')}`],
    ['Held back', heldBack === 0 ? 'none' : `${heldBack}: ${heldBackReason}`],
    ['Tickets to draw', String(toDraw)],
    ['Entries on the roll', roll ? String(roll.entries) : 'Not locked yet'],
    ['Not on the roll', roll ? sayLeftOut(roll.leftOut) : sayAbsent(absent)],
    ['Hash of the roll', roll?.hash ?? null, 'code'],
    ['Commitment', preparation.commitment, 'code'],
    ['Planned public value', publicValueSource],
  ]
  return rows.flatMap(([name, value, kind]) =>
    value === null ? [] : [{ name, value, isCode: kind === 'code', isProof: kind !== undefined }],
  )
}

function sayAbsent(absent: number): string | null {
  if (absent === 0) return null
  return `${sayCount(absent, 'request')} from deactivated accounts will be left out`
}

/** For display only: the batch that draws judges all of this again. */
export function sayObstacles(preparation: Preparation, state: EventState): string[] {
  if (state === 'cancelled') return ['The event is cancelled, so there will be no draw.']
  if (preparation.isPublished)
    return ['This event has already been decided. After results are out, we never redraw.']
  if (preparation.isDrawn) return ['This draw has already been made.']
  if (state !== 'closed') return ['Requests are not closed yet. Close them first.']
  if (preparation.toDraw < 0)
    return ['More tickets are reserved or held back than there are. Lower some first.']
  return []
}
