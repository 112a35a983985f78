import { sql } from 'drizzle-orm'
import { saySizes } from '#app/values/size.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayInstant, sayInstantShort } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { countWaiting, readMine } from './mine.server.ts'
import {
  amountsToTakeNow,
  canComeBack,
  hasComeBackTooOften,
  isInLastCall,
  isOver,
  type LinePlace,
  linePlaceOf,
  MAY_TAKE,
  type Mine,
  MOST_PUT_BACK,
  type MyOffer,
  openOfferOf,
} from './mine.ts'
import { type LogLine, listPassedOver, type Passed } from './passed-over.ts'
import { sayBefore, sayWhatNow } from './say-mine.ts'

/** @returns undefined where no log was begun */
export async function readWaitingList(eventId: string, userId: string) {
  const mine = await readMine(eventId, userId)
  if (!mine) return undefined
  const place = linePlaceOf(mine)
  const counts = await countWaiting(mine)
  const offer = openOfferOf(mine)
  const over = isOver(mine)
  const isLastCall = MAY_TAKE.has(place) && isInLastCall(mine)
  const waits = place === 'waiting' || place === 'lapsed' || place === 'offered'
  return {
    counts: countsOf(counts, mine),
    over: over ? sayOver(mine) : null,
    says: sayPlace(mine, place, isLastCall),
    before: place === 'waiting' && !isLastCall ? sayBefore(counts.before) : null,
    wants: waits && mine.me ? saySizes(mine.me.sizes.filter(isAbove(mine.me.holding))) : null,
    offerId: offer && !over ? offer.id : null,
    isLastCall,
    amounts: amountsToTakeNow(mine),
    holding: mine.me?.holding ?? 0,
    canJoin: !over && mine.me === undefined,
    canComeBack: canComeBack(mine) && !isLastCall,
    tooOften: hasComeBackTooOften(mine) && !isLastCall ? TOO_OFTEN : null,
    canLeave: !over && waits,
    strikable: over || place === 'offered' ? [] : strikableOf(mine),
    fits: place === 'waiting' && !isLastCall ? sayFit(mine) : null,
    passed: place === 'waiting' ? await tellPassed(mine) : [],
    offers: mine.offers.map(each => tellOffer(each, mine)),
  }
}

function sayPlace(mine: Mine, place: LinePlace, isLastCall: boolean): string {
  if (isLastCall && place !== 'offered') return 'You are on the waiting list.'
  return place === 'waiting'
    ? 'You are on the waiting list. If tickets become free, we offer them by email.'
    : sayWhatNow(mine, place, 0)
}

const TOO_OFTEN = `You have put yourself back ${MOST_PUT_BACK} times. If you still want tickets, ask the organizer to put you back.`

const isAbove = (holding: number) => (size: number) => size > holding

type Counts = Awaited<ReturnType<typeof countWaiting>>

/** Offers that ended are counted as what happens to them at the next press. */
function countsOf({ waiting, offered, ended }: Counts, { free }: Mine): [string, number][] {
  return [
    ['People waiting', waiting],
    ['Tickets offered', offered],
    ...(ended > 0 ? [['Tickets being offered again', ended] as [string, number]] : []),
    ['Tickets free', Math.max(0, free)],
  ]
}

function sayOver({ event }: Mine): string {
  return event.cancelledAt === null
    ? 'The event has started, so the waiting list is closed.'
    : 'The event is cancelled, so the waiting list is closed.'
}

/** One at least stays, and none up to what they hold can go. */
function strikableOf({ me }: Mine): number[] {
  if (!me || me.hasLeft) return []
  const above = me.sizes.filter(isAbove(me.holding))
  return me.sizes.length > 1 ? above : []
}

function sayFit({ me, free }: Mine): string | null {
  const next = me?.sizes.filter(isAbove(me.holding)).at(-1)
  if (!me || next === undefined || free <= 0) return null
  const needed = next - me.holding
  if (needed <= free) return null
  return `${sayTickets(free)} ${free === 1 ? 'is' : 'are'} free now. You need at least ${needed}, so ${free === 1 ? 'it is' : 'they are'} not offered to you.`
}

const LINES_READ = 1000
const TOLD = 5

async function tellPassed(mine: Mine): Promise<string[]> {
  const { me, finalizationId, free, event } = mine
  if (!me) return []
  const lines = await db().all<LogLine>(sql`SELECT * FROM (
      SELECT n, at, kind, code, tickets, sizes FROM ticket_moves WHERE finalization_id = ${finalizationId}
      ORDER BY n DESC LIMIT ${LINES_READ}) ORDER BY n`)
  const told = listPassedOver(lines, me, free).map(each => sayPassed(each, event.timeZone))
  return [...new Set(told)].slice(-TOLD).toReversed()
}

function sayPassed({ at, free, left, needed }: Passed, timeZone: string): string {
  const when = sayInstantShort(at, timeZone)
  const were = `${when}: ${sayTickets(free)} ${free === 1 ? 'was' : 'were'} free.`
  if (free < needed) return `${were} You needed at least ${needed}.`
  return left === 0
    ? `${were} Others were before you.`
    : `${were} Others were before you for ${free - left}. ${left} ${left === 1 ? 'was' : 'were'} left, and you needed at least ${needed}.`
}

function tellOffer(offer: MyOffer, { event, now }: Mine): { id: string; says: string } {
  const when = sayInstant(offer.madeAt, event.timeZone)
  const those = sayTickets(offer.tickets)
  return { id: offer.id, says: `${when}: ${those}, ${sayEnd(offer, now)}` }
}

function sayEnd({ state, tickets, taken, untilAt }: MyOffer, now: number): string {
  if (state === 'open') return now < untilAt ? 'open' : 'not answered in time'
  if (state === 'accepted') return taken < tickets ? `${taken} accepted` : 'accepted'
  return { declined: 'declined', expired: 'not answered in time', withdrawn: 'taken back' }[state]
}
