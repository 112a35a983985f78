import { z } from 'zod'

/** `seen` is what the page showed: the tickets to hand over, or when they were handed over. */
export type Handing = { what: 'set' | 'clear'; userId: string; seen: number }

const UNKNOWN = 'Press a button in the list.'

/** A button of the list: "set USER TICKETS" or "clear USER INSTANT". */
export const handingSchema = z.object({
  mark: z
    .string({ error: UNKNOWN })
    .regex(/^(set|clear) [\w-]{1,64} \d{1,15}$/, UNKNOWN)
    .transform((text): Handing => {
      const [what, userId = '', seen] = text.split(' ')
      return { what: what === 'set' ? 'set' : 'clear', userId, seen: Number(seen) }
    }),
})

export const handingWords: Record<Handing['what'], Record<'new' | 'same', string>> = {
  set: { new: 'Marked as handed over.', same: 'This was already marked as handed over.' },
  clear: { new: 'The mark has been removed.', same: 'There was no mark to remove.' },
}

export const handingRefusals = {
  'not-decided': 'This event is not finalized, so nothing was saved.',
  changed:
    'This was changed after the page was shown, so nothing was saved. Check the list, then press again.',
}

/** The line of the log that a printed list carries; null for none. */
export function readSince(params: URLSearchParams): number | null {
  const text = (params.get('since') ?? '').trim()
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}
