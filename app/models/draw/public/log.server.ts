import { asc, eq } from 'drizzle-orm'
import { listDraws } from '#app/models/draw/draw.server.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { listLockingsInLog } from '#app/models/draw/locking/locked-page.server.ts'
import { listChoices } from '#app/models/draw/preparing/choice.server.ts'
import { findRoll } from '#app/models/draw/roll.server.ts'
import { pageOf } from '#app/values/page.ts'
import { db } from '#db/client.ts'
import { seals } from '#db/schema.ts'
import { countMissingLines } from './missing-lines.server.ts'
import { countFillings } from './promise.server.ts'
import { listEarlySources, listWithdrawnRolls } from './reopening.server.ts'
import { findRestoresOf } from './restores.server.ts'

/** A longer roll is whole only as a file. */
const SHOWN_LINES = 100

function shortened(roll: string) {
  const entries = roll.split('\n').length - 1
  return { entries, text: entries <= SHOWN_LINES ? roll : null }
}

const PAGE = 50

export async function readPublicLog(eventId: string, wanted = 1) {
  const { sealed, choices, roll, withdrawn, early, made, locked, ...rest } =
    await readLists(eventId)
  const lists = [sealed, choices, withdrawn, made, early, locked]
  const pages = Math.max(...lists.map(list => pageOf<unknown>(list, 1, PAGE).pages))
  const page = Math.min(wanted, pages)
  const part = <Item>(list: Item[]) => list.slice((page - 1) * PAGE, page * PAGE)
  return {
    ...rest,
    page,
    pages,
    counts: { seals: sealed.length, draws: made.length },
    ...promisesOf(sealed, made, part),
    choices: part(choices).map(({ id: _id, eventId: _event, ...choice }) => nameable(choice)),
    roll: roll && describeRoll(roll),
    withdrawn: part(withdrawn),
    early: part(early),
    lockings: part(locked),
    draws: await describeDraws(eventId, part(made)),
  }
}

async function readLists(eventId: string) {
  const [sealed, choices, roll, withdrawn, early, made, locked, fillings, restores, missing] =
    await Promise.all([
      listSeals(eventId),
      listChoices(eventId),
      findRoll(eventId),
      listWithdrawnRolls(eventId),
      listEarlySources(eventId),
      listDraws(eventId),
      listLockingsInLog(eventId),
      countFillings(eventId),
      findRestoresOf(eventId),
      countMissingLines(eventId),
    ])
  return { sealed, choices, roll, withdrawn, early, made, locked, fillings, restores, missing }
}

type Lists = Awaited<ReturnType<typeof readLists>>

function promisesOf(
  sealed: Lists['sealed'],
  made: Lists['made'],
  part: (list: Lists['sealed']) => Lists['sealed'],
) {
  const drawn = new Set(made.map(({ number }) => number))
  const lastSealed = sealed.at(-1)?.draw ?? 1
  return {
    seals: part(sealed).map(seal => ({
      ...seal,
      isReplaced: seal.draw < lastSealed && !drawn.has(seal.draw),
    })),
    isDue: !drawn.has(lastSealed),
  }
}

/** null: not shown; '': nobody chose. */
function nameable<Choice extends { chosenByName: string }>(
  choice: Choice,
): Omit<Choice, 'chosenByName'> & { chosenByName: string | null } {
  return choice
}

function describeRoll({ rollHash, order, frozenAt, roll }: NonNullable<Lists['roll']>) {
  return { rollHash, order, frozenAt, ...shortened(roll) }
}

async function describeDraws(eventId: string, made: Lists['made']) {
  const documents = await Promise.all(made.map(draw => findDrawDocument(eventId, draw.number)))
  return made.map((draw, index) => {
    const { ranking = [], overrides = [], pins = [] } = documents[index] ?? {}
    return { ...draw, entries: ranking.length, setByHand: overrides.length + pins.length }
  })
}

/** For visitors without an account. */
export function withoutLogNames(log: PublicLog): PublicLog {
  return {
    ...log,
    seals: log.seals.map(seal => ({ ...seal, sealedByName: '' })),
    choices: log.choices.map(choice => ({ ...choice, chosenByName: null })),
    lockings: log.lockings.map(each => ({ ...each, lockedByName: '', cancelledByName: null })),
    draws: log.draws.map(draw => ({ ...draw, drawnByName: '' })),
  }
}

export type PublicLog = Awaited<ReturnType<typeof readPublicLog>>

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
