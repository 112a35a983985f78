import { z } from 'zod'
import { sayCount } from '#app/values/count.ts'
import { requiredParagraphs } from '#app/values/text.ts'

export const finalizeSchema = z.object({
  allocationVersion: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .catch(0),
  sendMail: z.literal('on', { error: 'Tick the box or leave it.' }).optional(),
})

export const undoSchema = z.object({
  finalizationId: z.string().max(64).catch(''),
  reason: requiredParagraphs({ missing: 'Enter a reason.', max: 500 }),
})

export type FinalizeValues = z.input<typeof finalizeSchema>
export type UndoValues = z.input<typeof undoSchema>

export type FinalizeRefusal =
  | 'not-found'
  | 'cancelled'
  | 'finalized'
  | 'not-closed'
  | 'locked'
  | 'undecided'
  | 'negative'
  | 'over-capacity'
  | 'over-draw'
  | 'stale'

/** `over-draw` is said with the numbers of the draw. */
export function finalizeRefusalWords(
  refusal: Exclude<FinalizeRefusal, 'over-draw'>,
  undecided: number,
): string {
  const words: Record<Exclude<FinalizeRefusal, 'undecided' | 'over-draw'>, string> = {
    'not-found': 'This event is not yours to finalize.',
    cancelled: 'The event was cancelled, so there is nothing to finalize.',
    finalized: 'The event is finalized already. Nothing was done a second time.',
    'not-closed': 'Requests must be closed before the event can be finalized.',
    locked: 'The terms of the draw are locked. Finalize after the draw.',
    negative: 'A row has an impossible number below zero. Set it to what is right first.',
    'over-capacity': 'More tickets are given than there are. Take some back first.',
    stale:
      'Something changed since this page was shown. Read it again as it is now, then finalize.',
  }
  if (refusal !== 'undecided') return words[refusal]
  return undecided === 1
    ? 'One request is not decided yet.'
    : `${sayCount(undecided, 'request')} are not decided yet.`
}

export type UndoRefusal = 'not-found' | 'cancelled' | 'stale'

export const undoRefusalWords: Record<UndoRefusal, string> = {
  'not-found': 'This event is not yours.',
  cancelled: 'The event was cancelled: its results stay as they are.',
  stale: 'Somebody un-finalized the event meanwhile. Nothing was done a second time.',
}
