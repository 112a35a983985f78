import type { EventRow } from '#app/models/events/event.server.ts'
import type { EventState } from '#app/models/events/event.ts'
import type { InHand } from '#app/models/events/result.server.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayInstant } from '#app/values/time.ts'

type Facts = Pick<
  EventRow,
  | 'startsAt'
  | 'timeZone'
  | 'howToGet'
  | 'confirmBy'
  | 'releasesUnconfirmed'
  | 'asksGuestNames'
  | 'guestNamesUntil'
> & { state: EventState; mine: InHand | null }

/** After the start, or after a release, confirming means nothing. */
export function canConfirm(event: Omit<Facts, 'mine'>, now: number): boolean {
  const { confirmBy, releasesUnconfirmed, startsAt, state } = event
  if (state !== 'finalized' || confirmBy === null || startsAt <= now) return false
  return !releasesUnconfirmed || confirmBy > now
}

export function namesEnd({ guestNamesUntil, startsAt }: Facts): number {
  return Math.min(guestNamesUntil ?? startsAt, startsAt)
}

/** What a person who holds tickets, or waits for some, can do about an event; null for others. */
export function sayMine(event: Facts, now: number) {
  const { mine, state, timeZone, confirmBy } = event
  if (state !== 'finalized' || !mine || (mine.holding === 0 && !mine.waits)) return null
  const holds = mine.holding > 0
  const asks = holds && !mine.isConfirmed && !mine.isSure && canConfirm(event, now)
  const mayName = event.asksGuestNames && mine.holding > 1
  return {
    howToGet: holds ? event.howToGet : '',
    confirmBy: asks && confirmBy !== null ? sayInstant(confirmBy, timeZone) : null,
    isLate: asks && confirmBy !== null && confirmBy <= now,
    releases: event.releasesUnconfirmed,
    hasConfirmed: holds && mine.isConfirmed && confirmBy !== null,
    names: mayName && (mine.guests > 0 || namesEnd(event) > now) ? mine.guests : null,
    hasCalendar: holds || event.startsAt > now,
    holding: mine.holding,
  }
}

/** For the page that the mails lead to; null for who holds nothing, or was never asked. */
export function sayConfirming(event: Facts & { name: string }, now: number) {
  const { mine, state, confirmBy, timeZone, name } = event
  if (state !== 'finalized' || !mine || mine.holding === 0 || confirmBy === null) return null
  const tickets = `You have ${sayTickets(mine.holding)} for ${name}.`
  const by = sayInstant(confirmBy, timeZone)
  if (mine.isConfirmed)
    return {
      canConfirm: false,
      ifNot: null,
      said: `${tickets} You have confirmed that you are coming.`,
    }
  if (mine.isSure)
    return {
      canConfirm: false,
      ifNot: null,
      said: `${tickets} You do not need to confirm.`,
    }
  if (!canConfirm(event, now))
    return { canConfirm: false, ifNot: null, said: `${tickets} You could confirm until ${by}.` }
  const them = mine.holding === 1 ? 'your ticket goes' : 'your tickets go'
  return {
    canConfirm: true,
    said:
      confirmBy > now
        ? `${tickets} Confirm by ${by}.`
        : `${tickets} The organizer asked you to confirm by ${by}.`,
    ifNot: event.releasesUnconfirmed
      ? `If you don’t confirm by then, ${them} to other people.`
      : null,
  }
}

/** For the page of guest names; null for who holds nothing, or where none are asked for. */
export function sayNaming(event: Facts, now: number) {
  const { mine, state, asksGuestNames, timeZone } = event
  if (state !== 'finalized' || !mine || mine.holding === 0 || !asksGuestNames) return null
  const most = mine.holding - 1
  const tickets = `You have ${sayTickets(mine.holding)}`
  const end = namesEnd(event)
  if (end <= now) return { most, canChange: false, said: `${tickets}. Names can no longer change.` }
  if (most === 0) return { most, canChange: false, said: `${tickets}, for yourself.` }
  return {
    most,
    canChange: true,
    said: `${tickets}. You can change the names until ${sayInstant(end, timeZone)}.`,
  }
}
