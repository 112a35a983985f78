import { z } from 'zod'
import { saysSomething } from '#app/values/seen-text.ts'
import { optionalLine, singleLine, wholeNumber } from '#app/values/text.ts'
import { sayTickets } from '#app/values/tickets.ts'
import type { LineChange, LineRefusal } from './change.ts'

const MOST = 100_000
const code = (missing: string) => z.string({ error: missing }).min(1, missing).max(64, missing)
const reason = (label: string) => singleLine({ label, max: 300 })

const KINDS = ['skip', 'put-back', 'give', 'lower', 'recall'] as const

/** Which people the page lists. */
export const LINE_SHOWS = ['waiting', 'offered', 'holding', 'all'] as const
export type LineShow = (typeof LINE_SHOWS)[number]

export const LINE_ACTS = ['change', 'move', 'hold'] as const
export type LineAct = (typeof LINE_ACTS)[number]

/** What an organizer does for one person. */
export const changeSchema = z
  .object({
    code: code('Choose a person.'),
    kind: z.enum(KINDS, { error: 'Choose what to do.' }),
    tickets: z.string().max(9, 'Enter a smaller number.').optional(),
    reason: reason('a reason'),
  })
  .superRefine(({ kind, tickets: typed }, context) => {
    if (kind === 'skip' || kind === 'put-back' || isWhole(typed)) return
    context.addIssue({
      code: 'custom',
      path: ['tickets'],
      message: 'Enter how many tickets, 1 or more.',
    })
  })

function isWhole(typed: string | undefined): boolean {
  return /^[1-9]\d{0,5}$/.test(typed?.trim() ?? '')
}

export function toChange({
  code: of,
  kind,
  tickets: typed,
  reason: why,
}: z.output<typeof changeSchema>): LineChange {
  if (kind === 'skip' || kind === 'put-back') return { kind, code: of, reason: why }
  return { kind, code: of, tickets: Number(typed), reason: why }
}

export const lineHoldSchema = z
  .object({
    heldBack: wholeNumber({ label: 'how many tickets are held back,', min: 0, max: MOST }),
    heldBackReason: optionalLine({ max: 200 }),
  })
  .refine(({ heldBackReason }) => saysSomething(heldBackReason), {
    path: ['heldBackReason'],
    message: 'Say why. Everyone can read the reason.',
  })

export function toHolding(held: z.output<typeof lineHoldSchema>): LineChange {
  return { kind: 'hold-back', tickets: held.heldBack, reason: held.heldBackReason }
}

export const offeringSchema = z.object({ intent: z.enum(['offer', 'stop-offering']) })

type Refused = { refusal: Exclude<LineRefusal, 'not-found'>; left: number }
/** What the form calls the fields of the change that was refused. */
export type RefusedFields = { person: string; tickets: string }

export function sayLineRefusal(
  { refusal, left }: Refused,
  { person, tickets }: RefusedFields,
): Record<string, string[]> {
  switch (refusal) {
    case 'cancelled':
      return { '': ['The event is cancelled. Nothing was changed.'] }
    case 'started':
      return { '': ['The event has started, so nothing is offered. Nothing was changed.'] }
    case 'not-in-line':
      return { [person]: ['This person is not on the list of this event. Choose another.'] }
    case 'nothing-to-do':
      return { '': ['This is already the case. Nothing was changed.'] }
    case 'too-many':
      return { [tickets]: [`They have ${sayTickets(left)}. Nothing was changed.`] }
    case 'not-free':
      return {
        [tickets]: [
          `Only ${sayTickets(left)} ${left === 1 ? 'is' : 'are'} free for this. Nothing was changed.`,
        ],
      }
    case 'not-held-back':
      return { [tickets]: ['Fewer tickets are held back than that. Nothing was changed.'] }
    case 'too-large':
      return { [tickets]: ['The event would have too many tickets. Enter a smaller number.'] }
  }
}

export type ChangeValues = z.input<typeof changeSchema>
export type HoldValues = z.input<typeof lineHoldSchema>
