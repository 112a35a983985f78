import { z } from 'zod'

export type LeftBehind = {
  requestId: string
  name: string
  losses: number
  smallest: number
  /** What the last draw gave; null without a draw. */
  drawn: number | null
  isPinned: boolean
}

export function sayNeed({ smallest, drawn, isPinned }: LeftBehind): string {
  const needed = `needed at least ${smallest}`
  if (drawn === null) return `${needed}, and got none`
  if (drawn > 0) return `${needed}. The draw gave ${drawn}, and you changed that to none`
  return isPinned
    ? `${needed}, and was set to none by hand before the draw`
    : `${needed}, and none fitted`
}

export type Sorting = 'drought' | 'need'

export function sortLeftBehind(people: readonly LeftBehind[], by: Sorting): LeftBehind[] {
  const first = by === 'drought' ? 'losses' : 'smallest'
  const second = by === 'drought' ? 'smallest' : 'losses'
  return people.toSorted(
    (a, b) => b[first] - a[first] || b[second] - a[second] || a.name.localeCompare(b.name),
  )
}

export const holdSchema = z.object({
  people: z
    .array(z.string().max(64, 'Choose people from the list.'), {
      error: 'Tick at least one person.',
    })
    .min(1, 'Tick at least one person.'),
  targetId: z.string({ error: 'Choose an event.' }).max(64, 'Choose an event from the list.'),
})

export type HoldForm = z.input<typeof holdSchema>

export type HoldRefusal =
  | 'not-found'
  | 'not-final'
  | 'published'
  | 'drawn'
  | 'too-late'
  | 'nobody'
  | 'stale'
  | 'over-capacity'

export const holdRefusals: Record<Exclude<HoldRefusal, 'not-found'>, Record<string, string[]>> = {
  'not-final': {
    '': [
      'The numbers of this event are still a draft, and the reason for holding tickets is public. Finalize first. Nothing was held.',
    ],
  },
  published: { targetId: ['This event has already been decided. Choose another.'] },
  drawn: { targetId: ['The draw for this event has been made. Choose another.'] },
  'too-late': {
    targetId: ['Requests for this event are closed, so tickets can’t be held. Choose another.'],
  },
  nobody: { people: ['All the people you chose have tickets, so nothing was held.'] },
  stale: {
    '': [
      'Someone changed the held-back tickets of that event just now. Nothing was held. Try again.',
    ],
  },
  'over-capacity': { targetId: ['This event has too few tickets for that. Nothing was held.'] },
}
