import type { PersonAfter } from '#app/allocation/after/standing.ts'
import { sayInstant } from '#app/values/time.ts'

/** Where somebody is, as the organizer's page says it. `place` counts the people who wait. */
export function sayWhere(person: PersonAfter, place: number | undefined, timeZone: string): string {
  const { offer, holding, sizes } = person
  if (offer) return `Offered ${offer.tickets} until ${sayInstant(offer.until * 1000, timeZone)}`
  if (person.hasLeft) return 'Left the waiting list'
  if (holding >= (sizes[0] ?? 0)) return 'Has all they asked for'
  if (person.wasSetToNone) return 'Set to 0 by the organizer, so not offered any'
  if (person.wasSkipped) return 'Skipped'
  if (!person.isWilling) return 'Gets no offers until put back'
  return place === undefined ? 'Waits' : `Waits as number ${place}`
}
