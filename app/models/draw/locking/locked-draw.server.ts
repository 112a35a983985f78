import { sql } from 'drizzle-orm'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { stepsOfDraw } from '#app/models/draw/draw.server.ts'
import { mustNotBeDrawn } from '#app/models/draw/guards.server.ts'
import { calculate } from '#app/models/draw/workers/workers.server.ts'
import { fitsInValue } from '#db/insert-all.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { findLocking, type Locking, lockedDrawOf } from './locking.server.ts'

/**
 * Makes the draw of a locking whose value is there, from what the locking stored and from nothing else. Any server may
 * try at any time: the draw is recorded once.
 * @returns false when there was nothing to draw, or another server was faster
 */
export async function drawLocked(eventId: string, draw: number): Promise<boolean> {
  const locking = await findLocking(eventId, draw)
  if (!locking || locking.isDrawn || locking.publicValue === null) return false
  const document = await calculate('complete', inputOf(locking, locking.publicValue), 'draws')
  const text = formatDrawDocument(document)
  if (!fitsInValue(text)) throw new Error('the document of a locked draw is too large to be kept')
  const done = await write([
    mustNotBeDrawn(eventId, draw),
    refuseUnless(
      'not-locked' as const,
      sql`SELECT cancelled_at IS NULL FROM lockings WHERE event_id = ${eventId} AND draw = ${draw}`,
    ),
    ...stepsOfDraw(null, document, text, locking.rollNumber),
  ])
  return done.refusal === undefined
}

function inputOf(locking: Locking, publicValue: string) {
  return { ...lockedDrawOf(locking), publicValue, publicProof: locking.publicProof }
}
