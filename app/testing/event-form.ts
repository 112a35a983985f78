import type { EventRow } from '#app/models/events/event.server.ts'
import type { EventInput } from '#app/models/events/input.ts'

/** What the form says of an event that asks nothing of people after its decision. */
export const NOTHING_AFTER = {
  ...{ howToGet: '', offerHours: 24, offersEndHours: 3, confirmBy: null },
  ...{ releasesUnconfirmed: false, asksGuestNames: false, guestNamesUntil: null },
}

/** The form of an event as it is, with some fields changed. */
export function formOf(row: EventRow, overrides: Partial<EventInput> = {}): EventInput {
  const { name, startsAt, timeZone, place, totalTickets, mostPerRequest, notes, version } = row
  const { howToGet, offerHours, offersEndHours, asksGuestNames, guestNamesUntil } = row
  const { confirmBy, releasesUnconfirmed } = row
  return {
    ...{ name, startsAt, timeZone, place, totalTickets, mostPerRequest, notes, version },
    ...{ howToGet, offerHours, offersEndHours, asksGuestNames, guestNamesUntil },
    ...{ confirmBy, releasesUnconfirmed },
    opens: undefined,
    opensAt: undefined,
    closesAt: undefined,
    ownerId: undefined,
    tell: true,
    ...overrides,
  }
}
