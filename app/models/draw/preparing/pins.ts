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
    message: 'Say why tickets are held back: the reason is public.',
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
  published: { '': ['The event was decided once. Nothing is drawn again, so nothing is pinned.'] },
  drawn: {
    '': ['The draw was made meanwhile. Change an amount in the grid, with a reason, instead.'],
  },
  locked: {
    '': [
      'The terms of the draw are locked, so pins and held-back tickets cannot change. Nothing was changed.',
    ],
  },
  'too-late': { '': ['The event is cancelled. Nothing was changed.'] },
  'no-request': { requestId: ['This request is not among those of the event. Choose another.'] },
  inactive: { requestId: ['This account is deactivated, so the draw leaves it out.'] },
  'off-roll': {
    requestId: ['This request is not on the roll. You can give tickets by hand later.'],
  },
  pinned: { requestId: ['This request has a pin already. Take it out first.'] },
  stale: { '': ['Somebody changed this meanwhile. It stands as it is now; nothing was changed.'] },
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
  const said = `Pinned and held back, that would be ${sayAmount(together)}, and there are ${totalTickets}. Nothing was changed.`
  return { [field]: [said] }
}
