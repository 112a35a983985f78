import { z } from 'zod'
import { saysSomething } from '#app/values/seen-text.ts'
import { optionalLine, singleLine, wholeNumber } from '#app/values/text.ts'
import type { LineChange, LineRefusal } from './change.ts'

const MOST = 100_000
const code = (missing: string) => z.string({ error: missing }).min(1, missing).max(64, missing)
const reason = (label: string) => singleLine({ label, max: 300 })
const tickets = (label: string) => wholeNumber({ label, min: 1, max: MOST })

const KINDS = ['skip', 'put-back', 'give', 'lower', 'recall'] as const

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

/** Puts a mistake right: takes tickets from one person and gives them to another, in one act. */
export const moveSchema = z
  .object({
    from: code('Choose who has the tickets.'),
    to: code('Choose who gets the tickets.'),
    moved: tickets('how many tickets'),
    fromReason: reason('a reason'),
    toReason: reason('a reason'),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    message: 'Choose another person than the one who has the tickets.',
  })

export function toMove(move: z.output<typeof moveSchema>): LineChange[] {
  const { from, to, moved, fromReason, toReason } = move
  return [
    { kind: 'lower', code: from, tickets: moved, reason: fromReason },
    { kind: 'give', code: to, tickets: moved, reason: toReason },
  ]
}

export const lineHoldSchema = z
  .object({
    heldBack: wholeNumber({ label: 'how many tickets are held back,', min: 0, max: MOST }),
    heldBackReason: optionalLine({ max: 200 }),
    /** Who gets what is no longer held back; empty for the people who wait. */
    receiver: z.string().max(64, 'Choose a person from the list.').optional(),
  })
  .refine(({ heldBackReason }) => saysSomething(heldBackReason), {
    path: ['heldBackReason'],
    message: 'Say why. Everyone can read the reason.',
  })

type Held = z.output<typeof lineHoldSchema>

/** @param before what is held back now */
export function toHolding(
  { heldBack, heldBackReason, receiver }: Held,
  before: number,
): LineChange[] {
  const freed = before - heldBack
  const hold = { kind: 'hold-back' as const, tickets: heldBack, reason: heldBackReason }
  if (!receiver || freed <= 0) return [hold]
  return [hold, { kind: 'give', code: receiver, tickets: freed, reason: heldBackReason }]
}

export const offeringSchema = z.object({ intent: z.enum(['offer', 'stop-offering']) })

type Words = Record<Exclude<LineRefusal, 'not-found'>, Record<string, string[]>>

/** By field of the form: `code` and `tickets`, or `from`, `to` and `moved`. */
export const lineRefusals: Words = {
  cancelled: { '': ['The event is cancelled. Nothing was changed.'] },
  started: { '': ['The event has started, so nobody is offered anything. Nothing was changed.'] },
  'not-in-line': { code: ['This person is not on the list of this event. Choose another.'] },
  'nothing-to-do': { '': ['That is so already. Nothing was changed.'] },
  'too-many': { tickets: ['They don’t hold that many tickets. Nothing was changed.'] },
  'not-free': { tickets: ['That many tickets are not free. Nothing was changed.'] },
}

export type ChangeValues = z.input<typeof changeSchema>
export type MoveValues = z.input<typeof moveSchema>
export type HoldValues = z.input<typeof lineHoldSchema>
