import { nextDraw } from '#app/models/draw/draw-number.server.ts'
import { findPreparation } from '#app/models/draw/preparing/preparation.server.ts'
import { sayObstacles, sayPreparation } from '#app/models/draw/preparing/say-preparation.ts'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { hashShown } from './lock.server.ts'
import { findLocking } from './locking.server.ts'

/** Pins that the page shows; the others are counted. */
const SHOWN_PINS = 20

/** What a locking would fix now. Reads the hash first: terms that change in between are refused, not locked unseen. */
export async function readTermsPage(readEvent: () => Promise<ManagedEvent>) {
  const { id, state, wasFinalized } = await readEvent()
  const draw = await nextDraw(id)
  const shown = state === 'closed' && !wasFinalized ? await hashShown(id, draw) : undefined
  const event = await readEvent()
  const preparation = await findPreparation(event)
  const facts = sayPreparation(preparation)
  return {
    event: { id, name: event.name, timeZone: event.timeZone, asked: event.asked },
    draw: preparation.draw,
    shown: shown ?? '',
    facts: facts.filter(fact => !fact.isCode),
    hashes: facts.filter(fact => fact.isCode),
    pins: preparation.pins.slice(0, SHOWN_PINS).map(({ name, amount, reason }) => ({
      name,
      amount,
      reason,
    })),
    morePins: Math.max(0, preparation.pins.length - SHOWN_PINS),
    obstacles: sayObstacles(preparation, event.state),
    canRedraw: event.state === 'closed' && preparation.isDrawn && !preparation.isPublished,
  }
}

/** The locking that waits for its draw. */
export async function findWaitingLocking({ id, isLocked }: ManagedEvent) {
  const locking = isLocked ? await findLocking(id) : undefined
  if (!locking) return null
  const { draw, knownAt, publicValue } = locking
  const canCancel = publicValue === null && (knownAt ?? 0) > Date.now()
  return { draw, knownAt: knownAt ?? 0, canCancel }
}
