import { sayCount, wordFor } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayInstant } from '#app/values/time.ts'
import { type LinePlace, type Mine, type MyMove, openOfferOf } from './mine.ts'

/** What came after the decision, or null where nothing did. "You got 2 in the draw and gave 1 back." */
export function sayHow({ me, moves }: Mine, wasDrawn: boolean): string | null {
  if (!me) return null
  const came = moves.flatMap(move => sayMove(move) ?? [])
  if (came.length === 0) return null
  const first = `You got ${me.decided === 0 ? 'none' : me.decided}${wasDrawn && !me.hasJoined ? ' in the draw' : ' at first'}`
  return `${listWords(me.hasJoined ? ['You joined the waiting list', ...came] : [first, ...came])}.`
}

function listWords(parts: string[]): string {
  const last = parts.at(-1)
  return parts.length < 2 ? `${last}` : `${parts.slice(0, -1).join(', ')} and ${last}`
}

function sayMove({ kind, tickets, reason }: MyMove): string | undefined {
  switch (kind) {
    case 'accepted':
      return `accepted ${tickets} from the waiting list`
    case 'taken':
      return `took ${tickets} in the last call`
    case 'returned':
      return `gave ${tickets} back`
    case 'released':
      return `lost ${tickets} because you did not confirm in time`
    case 'recalled':
      return `the organizer gave ${tickets} back for you`
    case 'lowered':
      return `the organizer took ${tickets} away`
    case 'given':
      // Without a reason it is the decision itself.
      return reason ? `the organizer gave you ${tickets} more` : undefined
    default:
      return undefined
  }
}

/** For the event page and the list of events: one sentence, the most useful first. */
export function sayWhatNow(mine: Mine, place: LinePlace, before: number): string {
  const { timeZone } = mine.event
  switch (place) {
    case 'offered': {
      const offer = openOfferOf(mine)
      return offer
        ? `We hold ${sayTickets(offer.tickets)} for you until ${sayInstant(offer.untilAt, timeZone)}.`
        : ''
    }
    case 'waiting':
      return `You are on the waiting list. ${sayBefore(before)} If tickets become free, we offer them by email.`
    case 'lapsed':
      return 'You have a place on the waiting list, but you are not offered tickets. Choose “Put me back” to be offered tickets again.'
    case 'left':
      return 'You left the waiting list. You can come back to the same place.'
    case 'skipped':
      return 'The organizer took you off the waiting list. You can put yourself back.'
    case 'set':
      return 'The organizer set your number to 0, so you are not offered tickets.'
    case 'has all':
      return 'You have all the tickets you asked for.'
    case 'none':
      return 'You are not on the waiting list.'
  }
}

export function sayBefore(before: number): string {
  if (before === 0) return 'You are number 1: nobody is before you.'
  const people = `${sayCount(before, 'person')} ${wordFor(before, 'is')}`
  return `You are number ${before + 1}: ${people} before you.`
}

/** Every line about the person, for "Why did I get this?". */
export function tellStory({ moves, event }: Mine): { n: number; says: string }[] {
  return moves.flatMap(move => {
    const says = sayLine(move)
    if (!says) return []
    const why = move.reason ? ` Reason: ${move.reason}` : ''
    return [{ n: move.n, says: `${sayInstant(move.at, event.timeZone)}: ${says}.${why}` }]
  })
}

function sayLine(move: MyMove): string | undefined {
  const { kind, tickets, reason } = move
  const those = sayTickets(tickets)
  switch (kind) {
    case 'joined':
      return 'You joined the waiting list'
    case 'sizes':
      return 'You removed numbers you no longer wanted'
    case 'left':
      return 'You left the waiting list'
    case 'rejoined':
      return reason ? 'The organizer put you back' : 'You were put back on the waiting list'
    case 'skipped':
      return 'The organizer took you off the waiting list'
    case 'offered':
      return `You were offered ${those}`
    case 'declined':
      return `You declined ${those}`
    case 'expired':
      return `The offer of ${those} ended without an answer`
    case 'withdrawn':
      return `The offer of ${those} was taken back`
    case 'shortened':
      return 'Your offer now ends earlier, because the event starts earlier'
    case 'recalled':
    case 'lowered':
    case 'given':
      return sayMove(move)?.replace(/^the/, 'The')
    default: {
      const did = sayMove(move)
      return did && `You ${did}`
    }
  }
}
