import { sayTickets } from '#app/values/tickets.ts'
import { sayInstant } from '#app/values/time.ts'
import { findMyOffer, readMine } from './mine.server.ts'
import { amountsWithin, canComeBack, isOver, type Mine, type MyOffer, openOfferOf } from './mine.ts'

/** @returns undefined for an offer of somebody else */
export async function findOfferPage(eventId: string, userId: string, offerId: string) {
  const offer = await findMyOffer(eventId, userId, offerId)
  const mine = offer && (await readMine(eventId, userId))
  // Without a log there is nothing to answer, only something to read.
  if (!offer) return undefined
  const isOpen = mine !== undefined && openOfferOf(mine)?.id === offerId && !isOver(mine)
  const holding = mine?.me?.holding ?? 0
  return {
    isOpen,
    tickets: offer.tickets,
    untilAt: offer.untilAt,
    holding,
    amounts: isOpen && mine.me ? amountsWithin(mine.me, offer.tickets) : [],
    became: isOpen ? null : sayWhatBecame(offer, mine),
    canComeBack: mine !== undefined && !isOpen && canComeBack(mine),
  }
}

function sayWhatBecame(offer: MyOffer, mine: Mine | undefined): string {
  const those = sayTickets(offer.tickets)
  const at = (instant: number) => (mine ? ` on ${sayInstant(instant, mine.event.timeZone)}` : '')
  const when = at(offer.answeredAt ?? offer.untilAt)
  switch (offer.state) {
    case 'accepted':
      return offer.taken < offer.tickets
        ? `You were offered ${those} and accepted ${offer.taken}${when}.`
        : `You accepted ${those}${when}.`
    case 'declined':
      return `You declined ${those}${when}.`
    case 'withdrawn':
      return `The offer of ${those} was taken back${when}.`
    case 'open':
    case 'expired':
      return `The offer of ${those} ended${at(offer.untilAt)}. You did not answer in time.`
  }
}
