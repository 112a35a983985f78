import type { LockedDraw } from '#app/allocation/document/document.ts'
import { termsOf, workOf } from '#app/allocation/draw.ts'
import { isWithinLimits } from '#app/allocation/exact/exact.ts'
import { commitmentOf } from '#app/allocation/ranking.ts'
import { formatTerms, termsHashOf } from '#app/allocation/terms/terms.ts'
import type { DrawState } from '#app/models/draw/draw-state.server.ts'
import { readFrozenState } from '#app/models/draw/freezing.server.ts'
import { readPins } from '#app/models/draw/preparing/pins.server.ts'
import { openSealOrNone } from '#app/models/draw/seal/seal.server.ts'
import { fitBytesInValue } from '#db/insert-all.ts'

/** What a locking would fix, and what it was read from: none of that may change before it is written. */
export type PreparedLocking = {
  locked: LockedDraw
  rollNumber: number
  choiceId: number
  allocationVersion: number
}

type Unprepared = {
  refusal: 'not-closed' | 'not-sealed' | 'nobody' | 'seal-broken' | 'too-large' | 'too-much'
}

/** @param source as the line of the terms says it */
export async function prepareLocking(
  eventId: string,
  draw: number,
  source: string,
): Promise<PreparedLocking | Unprepared> {
  const state = await readFrozenState(eventId, draw)
  if (!state) return { refusal: 'not-closed' }
  const { event, roll, choice } = state
  if (!roll || !choice) return { refusal: 'not-sealed' }
  if (roll.roll === '') return { refusal: 'nobody' }
  const secret = await openSealOrNone(eventId, draw)
  if (secret === undefined) return { refusal: 'seal-broken' }
  const locked = await lockedDraw({ event, draw, roll, choice }, secret, source)
  const obstacle = obstacleTo(locked)
  if (obstacle) return { refusal: obstacle }
  return {
    locked,
    rollNumber: roll.number,
    choiceId: choice.id,
    allocationVersion: event.allocationVersion,
  }
}

/** After the locking nothing but its draw ends it, so a draw that cannot be made or kept is refused before. */
function obstacleTo(locked: LockedDraw): 'too-large' | 'too-much' | undefined {
  const isExact = locked.rule !== 'fair-share' && locked.rule !== 'plain'
  if (isExact && !isWithinLimits(workOf({ ...locked, publicValue: '', publicProof: null })))
    return 'too-much'
  const { roll, pins } = locked
  const lines = roll.split('\n').length
  const bytes = roll.length + JSON.stringify(pins).length * 3 + lines * BYTES_OF_A_LINE + 4000
  return fitBytesInValue(bytes) ? undefined : 'too-large'
}

/** Its line end in the roll, its code in the ranking, and that again with an amount in the result. */
const BYTES_OF_A_LINE = 49

type Ready = Pick<DrawState, 'event' | 'draw'> & {
  roll: NonNullable<DrawState['roll']>
  choice: NonNullable<DrawState['choice']>
}

async function lockedDraw(
  { event, draw, roll, choice }: Ready,
  secret: string,
  source: string,
): Promise<LockedDraw> {
  const decided = {
    version: 2 as const,
    eventId: event.id,
    draw,
    rule: choice.rule,
    order: roll.order,
    options: { cap: choice.cap },
    capacity: event.totalTickets,
    heldBack: event.heldBack,
    commitment: commitmentOf(secret),
    secret,
    roll: roll.roll,
    rollHash: roll.rollHash,
    publicValueSource: source === '-' ? null : source,
    pins: await readPins(event.id),
    overrides: [],
  }
  const terms = formatTerms(termsOf(decided))
  return { ...decided, terms, termsHash: termsHashOf(terms) }
}
