import { pick, type Random } from '../../random.ts'
import type { Deed } from './deeds.ts'
import type { Now } from './reading.ts'
import type { Racer, Scene } from './stage.ts'

export const PRESSES = 8
const HOUR = 3_600_000
let marks = 0

type Part = Pick<Deed, 'kind' | 'by'> & Partial<Deed>

/** What is pressed at once in one round: whatever fits what the pages showed last, and some that no longer does. */
export function chooseDeeds(
  { eventId, troupe }: Scene,
  now: Now,
  random: Random,
  { isEnding }: { isEnding: boolean },
): Deed[] {
  const [owner, other] = troupe.organizers as [Racer, Racer]
  const parts: Part[] = []
  if (now.finalizationId === '') for (const by of [owner, other]) parts.push(finalizing(by, now))
  else if (!now.hasMoved && random() < 0.5)
    for (const by of [owner, other]) parts.push({ kind: 'undone', by, id: now.finalizationId })
  if (isEnding) for (const by of [owner, other]) parts.push({ kind: 'cancelled', by })
  while (parts.length < PRESSES) parts.push(...chooseAny(troupe, now, random))
  return shuffled(parts.slice(0, PRESSES), random).map(part => {
    marks += 1
    return { eventId, code: '', tickets: 1, id: '', ...part, mark: `mark ${marks}` }
  })
}

const finalizing = (by: Racer, now: Now): Part => ({
  kind: 'finalized',
  by,
  id: now.allocationVersion,
})

function chooseAny({ members, organizers }: Scene['troupe'], now: Now, random: Random): Part[] {
  const by = pick(random, members)
  const me = now.people.get(by.id)
  const code = me?.code ?? ''
  const organizer = pick(random, organizers)
  const chance = random()
  const offer = now.offers.length > 0 ? pick(random, now.offers) : undefined
  if (!me && now.finalizationId !== '') return [1, 2].map(() => ({ kind: 'joined', by }))
  if (now.isLastCall && chance < 0.5) return taking(members, now, random)
  if (chance < 0.4 && offer) return answers(members, offer, random)
  if (chance < 0.55 && me && me.holding > 0) return [returning(by, code, me.holding, random)]
  if (chance < 0.65) return [{ kind: 'rejoined', by, code }]
  if (chance < 0.68) return [{ kind: 'left', by, code }]
  if (chance < 0.74) return [{ kind: 'taken', by, code, tickets: 1 + Math.floor(random() * 2) }]
  if (chance < 0.86) {
    const kind = pick(random, ['lowered', 'recalled', 'given', 'given', 'skipped'] as const)
    return [{ kind, by: organizer, code: code || 'nobody' }]
  }
  if (chance < 0.92)
    return [{ kind: 'held', by: organizer, tickets: Math.floor(random() * 4), code: '' }]
  // Both at once: the second has an old page.
  const tickets = Math.max(1, now.total + pick(random, [-3, -1, 1, 2, 3]))
  const moves = random() < 0.3 ? String(now.startsAt + pick(random, [-6, -2, 1, 4]) * HOUR) : ''
  return organizers.map(each => ({ kind: 'changed', by: each, tickets, id: moves }))
}

/** Whoever is first. */
function taking(members: Racer[], now: Now, random: Random): Part[] {
  const tickets = pick(random, [1, 1, 2])
  return [0, 1, 2].map(() => {
    const by = pick(random, members)
    return { kind: 'taken', by, code: now.people.get(by.id)?.code ?? '', tickets }
  })
}

/** From two devices, sometimes the one against the other. */
function answers(members: Racer[], offer: Now['offers'][number], random: Random): Part[] {
  const by = members.find(({ id }) => id === offer.userId)
  if (!by) return []
  const { id, code } = offer
  const take = (tickets: number): Part => ({ kind: 'accepted', by, id, code, tickets })
  const chance = random()
  if (chance < 0.25) return [take(offer.tickets), take(offer.tickets)]
  if (chance < 0.45) return [take(offer.tickets), { kind: 'declined', by, id, code }]
  if (chance < 0.6) return [take(1)]
  return [chance < 0.85 ? take(offer.tickets) : { kind: 'declined', by, id, code }]
}

const returning = (by: Racer, code: string, holding: number, random: Random): Part => ({
  kind: 'returned',
  ...{ by, code },
  tickets: 1 + Math.floor(random() * holding),
  // What the form showed.
  id: String(holding),
})

function shuffled<Item>(items: Item[], random: Random): Item[] {
  return items
    .map(item => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
