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
  const needed = `needed ${smallest} at least`
  if (drawn === null) return `${needed}, and got none`
  if (drawn > 0) return `${needed}; the draw gave ${drawn}, and that was changed to none by hand`
  return isPinned ? `${needed}; set to none by hand before the draw` : `${needed}, and none fitted`
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
    .array(z.string().max(64, 'Tick people of the list.'), { error: 'Tick at least one person.' })
    .min(1, 'Tick at least one person.'),
  targetId: z.string({ error: 'Choose an event.' }).max(64, 'Choose an event of the list.'),
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
      'The numbers of this event are a draft that nobody else may know yet: a reason for holding tickets is public. Nothing was held. Finalize first.',
    ],
  },
  published: { targetId: ['This event was decided once. Choose another.'] },
  drawn: { targetId: ['The draw of this event was made. Choose another.'] },
  'too-late': {
    targetId: ['Requests for this event are closed: tickets are held only before. Choose another.'],
  },
  nobody: { people: ['None of these was left with nothing. Nothing was held.'] },
  stale: {
    '': ['Somebody changed what that event holds back meanwhile. Nothing was held; try again.'],
  },
  'over-capacity': { targetId: ['This event has too few tickets for that. Nothing was held.'] },
}
