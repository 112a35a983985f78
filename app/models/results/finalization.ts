import { z } from 'zod'
import { sayCount } from '#app/values/count.ts'
import { requiredParagraphs } from '#app/values/text.ts'

export const finalizeSchema = z.object({
  allocationVersion: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .catch(0),
  sendMail: z.literal('on', { error: 'Tick the box or leave it empty.' }).optional(),
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
    cancelled: 'The event is cancelled, so there is nothing to finalize.',
    finalized: 'This event is already finalized. Nothing was changed.',
    'not-closed': 'Requests are not closed yet.',
    locked: 'The terms of the draw are locked. Finalize after the draw.',
    negative: 'A person has a number below zero. Correct it first.',
    'over-capacity': 'You have given more tickets than there are. Lower some numbers first.',
    stale: 'Something has changed. Check this page again, then finalize.',
  }
  if (refusal !== 'undecided') return words[refusal]
  return undecided === 1
    ? 'One request is not decided yet.'
    : `${sayCount(undecided, 'request')} are not decided yet.`
}

export type UndoRefusal = 'not-found' | 'cancelled' | 'stale' | 'has-moved'

export const undoRefusalWords: Record<UndoRefusal, string> = {
  'not-found': 'This event is not yours.',
  cancelled: 'The event is cancelled, so its results can’t be reopened.',
  stale: 'Someone has already reopened the results. Nothing was changed.',
  'has-moved':
    'Some tickets have changed since, or people have confirmed, so the results can’t be reopened. Use the “Tickets after the decision” page to change numbers.',
}
