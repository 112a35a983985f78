import { countWaiting, readMine } from './mine.server.ts'
import {
  amountsToTakeNow,
  canGiveBack,
  isInLastCall,
  isOver,
  type LinePlace,
  linePlaceOf,
  MAY_TAKE,
  type Mine,
  openOfferOf,
} from './mine.ts'
import { sayHow, sayWhatNow } from './say-mine.ts'

/** For the event page. Null where no log was begun. */
export async function summarizeMine(eventId: string, userId: string, wasDrawn: boolean) {
  const mine = await readMine(eventId, userId)
  if (!mine) return null
  const place = linePlaceOf(mine)
  const before = place === 'waiting' ? (await countWaiting(mine)).before : 0
  const offer = openOfferOf(mine)
  const over = isOver(mine)
  return {
    takesPart: mine.me !== undefined,
    decided: mine.me?.decided ?? null,
    how: sayHow(mine, wasDrawn),
    now: over || SAYS_NOTHING.has(place) ? null : sayNow(mine, place, before),
    offer: offer && !over ? { id: offer.id, says: sayWhatNow(mine, 'offered', 0) } : null,
    lastCall: amountsToTakeNow(mine).length > 0 ? LAST_CALL : null,
    canGiveBack: canGiveBack(mine),
    hasGotThem: mine.me?.wasHandedOver ?? false,
    list: over ? null : listWords(mine),
  }
}

const SAYS_NOTHING: ReadonlySet<LinePlace> = new Set(['offered', 'none', 'has all'])

const LAST_CALL =
  'Tickets are free. You can take some until the event starts. The first to press the button gets them.'

function sayNow(mine: Mine, place: LinePlace, before: number): string | null {
  if (!MAY_TAKE.has(place) || !isInLastCall(mine)) return sayWhatNow(mine, place, before)
  return amountsToTakeNow(mine).length > 0
    ? null
    : 'It is the last call: free tickets go to the first who takes them.'
}

function listWords(mine: Mine): string | null {
  if (linePlaceOf(mine) === 'has all') return null
  return mine.me ? 'Waiting list' : 'Join the waiting list'
}
