import ical, {
  type ICalCalendar,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import { sayTickets } from '#app/values/tickets.ts'

export type CalendarEntry = {
  eventId: string
  name: string
  place: string
  startsAt: number
  isCancelled: boolean
  /** Grows with each change of the event, and of what this person holds. */
  sequence: number
  /** 0 for somebody who waits. */
  holding: number
}

type Site = { appName: string; appUrl: string; userId: string }

const HOUR = 3600

/** In UTC: a zone without its rules in the file is an hour off in some programs. */
export function writeCalendar(entries: readonly CalendarEntry[], site: Site): string {
  const calendar = ical({
    prodId: { company: 'Fair tickets', product: 'Calendar', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    name: site.appName,
    ttl: HOUR,
  })
  for (const entry of entries) add(calendar, entry, site)
  return calendar.toString()
}

function add(calendar: ICalCalendar, entry: CalendarEntry, { appUrl, userId }: Site): void {
  const url = `${appUrl}/events/${entry.eventId}`
  calendar.createEvent({
    // Without the address of this server, which may change.
    id: `${entry.eventId}-${userId}@fair-tickets`,
    sequence: entry.sequence,
    stamp: new Date(),
    start: new Date(entry.startsAt),
    summary: entry.holding > 0 ? entry.name : `${entry.name} (waiting list)`,
    location: entry.place || null,
    description: `${sayWhatFor(entry)}\n${url}`,
    url,
    status: statusOf(entry),
    transparency:
      entry.holding > 0 && !entry.isCancelled
        ? ICalEventTransparency.OPAQUE
        : ICalEventTransparency.TRANSPARENT,
  })
}

function sayWhatFor({ isCancelled, holding }: CalendarEntry): string {
  if (isCancelled) return 'This event is cancelled.'
  return holding > 0 ? `You have ${sayTickets(holding)}.` : 'You are on the waiting list.'
}

function statusOf({ isCancelled, holding }: CalendarEntry): ICalEventStatus {
  if (isCancelled) return ICalEventStatus.CANCELLED
  return holding > 0 ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE
}
