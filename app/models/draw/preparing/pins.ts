import { z } from 'zod'
import { saysSomething } from '#app/values/seen-text.ts'
import { optionalLine, singleLine, wholeNumber } from '#app/values/text.ts'
import { sayAmount } from '#app/values/tickets.ts'

const MOST = 100_000

/** One that no page showed never matches the present one. */
const shown = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .catch(-1)

export const pinSchema = z.object({
  requestId: z.string({ error: 'Choose a request.' }).max(64, 'Choose a request.'),
  amount: wholeNumber({ label: 'how many tickets, 0 for none,', min: 0, max: MOST }),
  reason: singleLine({ label: 'a reason', max: 200 }),
})

export const unpinSchema = z.object({
  requestId: z.string({ error: 'Choose a request.' }).max(64, 'Choose a request.'),
  was: shown,
})

export const heldBackSchema = z
  .object({
    heldBack: wholeNumber({ label: 'how many tickets are held back,', min: 0, max: MOST }),
    heldBackReason: optionalLine({ max: 200 }),
    was: shown,
  })
  .refine(({ heldBack, heldBackReason }) => heldBack === 0 || saysSomething(heldBackReason), {
    path: ['heldBackReason'],
    message: 'Say why tickets are held back. Everyone can read the reason.',
  })

export type PinValues = z.input<typeof pinSchema>
export type HeldBackValues = z.input<typeof heldBackSchema>

export type PinRefusal =
  | 'not-found'
  | 'published'
  | 'drawn'
  | 'locked'
  | 'too-late'
  | 'no-request'
  | 'inactive'
  | 'off-roll'
  | 'pinned'
  | 'stale'
  | 'over-capacity'

export const pinRefusals: Record<
  Exclude<PinRefusal, 'not-found' | 'over-capacity'>,
  Record<string, string[]>
> = {
  published: { '': ['This event has already been decided, so nothing can be reserved.'] },
  drawn: {
    '': ['The draw has been made. Change the number in the list instead, with a reason.'],
  },
  locked: {
    '': [
      'The terms of the draw are locked, so reserved tickets can’t change. Nothing was changed.',
    ],
  },
  'too-late': { '': ['The event is cancelled. Nothing was changed.'] },
  'no-request': { requestId: ['This request is not for this event. Choose another.'] },
  inactive: { requestId: ['This account is deactivated, so the draw leaves it out.'] },
  'off-roll': {
    requestId: ['This request is not on the roll. You can give tickets by hand later.'],
  },
  pinned: { requestId: ['Tickets are already reserved for this person. Remove those first.'] },
  stale: { '': ['Someone changed this just now, so nothing was saved. Check it and try again.'] },
}

type Present = { totalTickets: number; heldBack: number; inPins: number }

export function sayOverCapacity(
  { totalTickets, heldBack, inPins }: Present,
  asked: { heldBack: number } | { amount: number },
): Record<string, string[]> {
  const [field, together] =
    'heldBack' in asked
      ? ['heldBack', inPins + asked.heldBack]
      : ['amount', inPins + heldBack + asked.amount]
  const said = `Reserved and held back, that would be ${sayAmount(together)}, but there are only ${totalTickets}. Nothing was changed.`
  return { [field]: [said] }
}
