import { asc, eq } from 'drizzle-orm'
import { listDraws } from '#app/models/draw/draw.server.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { listChoices } from '#app/models/draw/preparing/choice.server.ts'
import { findRoll } from '#app/models/draw/roll.server.ts'
import { pageOf } from '#app/values/page.ts'
import { db } from '#db/client.ts'
import { seals } from '#db/schema.ts'
import { countFillings } from './promise.server.ts'
import { listEarlySources, listWithdrawnRolls } from './reopening.server.ts'
import { findRestoresOf } from './restores.server.ts'

/** Lines of the roll up to which the page has it whole; it can be had as a file in any case. */
const SHOWN = 100

function shortened(roll: string) {
  const entries = roll.split('\n').length - 1
  return { entries, text: entries <= SHOWN ? roll : null }
}

/** Of each list on one page. */
const PAGE = 50

/**
 * All that is public about the draws of an event: promises, choices, every roll frozen, and every draw made. Each
 * list has its part on each page.
 */
export async function readPublicLog(eventId: string, wanted = 1) {
  const [sealed, choices, roll, withdrawn, early, made, fillings, restores] = await Promise.all([
    listSeals(eventId),
    listChoices(eventId),
    findRoll(eventId),
    listWithdrawnRolls(eventId),
    listEarlySources(eventId),
    listDraws(eventId),
    countFillings(eventId),
    findRestoresOf(eventId),
  ])
  const lists = [sealed, choices, withdrawn, made, early]
  const pages = Math.max(...lists.map(list => pageOf<unknown>(list, 1, PAGE).pages))
  const page = Math.min(wanted, pages)
  const part = <Item>(list: Item[]) => list.slice((page - 1) * PAGE, page * PAGE)
  const draws = part(made)
  const documents = await Promise.all(draws.map(draw => findDrawDocument(eventId, draw.number)))
  const drawn = new Set(made.map(({ number }) => number))
  const lastSealed = sealed.at(-1)?.draw ?? 1
  return {
    page,
    pages,
    /** Of all pages. */
    counts: { seals: sealed.length, draws: made.length },
    seals: part(sealed).map(seal => ({
      ...seal,
      /** Another took its place before it was drawn, and it never will be. */
      isReplaced: seal.draw < lastSealed && !drawn.has(seal.draw),
    })),
    /** The draw that was sealed last is still to be made. */
    isDue: !drawn.has(lastSealed),
    restores,
    fillings,
    choices: part(choices).map(({ id: _id, eventId: _event, ...choice }) => choice),
    roll: roll && {
      rollHash: roll.rollHash,
      order: roll.order,
      frozenAt: roll.frozenAt,
      ...shortened(roll.roll),
    },
    withdrawn: part(withdrawn),
    /** Sources that had been named when requests were reopened, or the draw sealed. */
    early: part(early),
    draws: draws.map(({ number, drawnAt, drawnByName }, index) => ({
      number,
      drawnAt,
      drawnByName,
      entries: documents[index]?.ranking.length ?? 0,
      setByHand: (documents[index]?.overrides.length ?? 0) + (documents[index]?.pins.length ?? 0),
    })),
  }
}

export type PublicLog = Awaited<ReturnType<typeof readPublicLog>>

/** The promises made so far: commitments only, never what they seal. */
export async function listSeals(eventId: string) {
  return db()
    .select({
      draw: seals.draw,
      commitment: seals.commitment,
      reason: seals.reason,
      sealedAt: seals.sealedAt,
      sealedByName: seals.sealedByName,
    })
    .from(seals)
    .where(eq(seals.eventId, eventId))
    .orderBy(asc(seals.draw))
}
