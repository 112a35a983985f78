import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import {
  type DrawDocument,
  parseJson,
  readDrawDocument,
} from '#app/allocation/document/document.ts'
import { parseRoll } from '#app/allocation/roll.ts'
import type { Entry } from '#app/allocation/types.ts'
import { db } from '#db/client.ts'
import { draws, entryCodes, events, requests } from '#db/schema.ts'

export type DrawnDocument = {
  /** Differs for every document and every change by hand. */
  key: string
  document: DrawDocument
  /** Whether it is the draw that the event was finalized by. */
  isDecided: boolean
  ranked: readonly Entry[]
  /** Requests given tickets by hand; the document covers only its roll. */
  givenOffRoll: number
}

/** In entries, of about 500 bytes. A large document takes too long to read for each page. */
const documents = new LRUCache<string, DrawnDocument, Asked>({
  maxSize: 60_000,
  sizeCalculation: ({ ranked }) => ranked.length + 1,
  ignoreFetchAbort: true,
  fetchMethod: async (key, _stale, { context }) => ({ key, ...(await readDocument(context)) }),
})

type Asked = { eventId: string; number: number; withOverrides: boolean }

/** Changes by hand count for the last draw only, and once finalized: until then the organizer still types. */
export async function findDrawnDocument(
  eventId: string,
  number: number | 'last',
): Promise<DrawnDocument | undefined> {
  if (number !== 'last' && !Number.isSafeInteger(number)) return undefined
  const which = number === 'last' ? undefined : eq(draws.number, number)
  const [row] = await newestDraws(eventId, which)
  if (!row) return undefined
  const { number: draw, drawnAt, overridesOf } = row
  const asked = { eventId, number: draw, withOverrides: overridesOf !== null }
  return documents.fetch([eventId, draw, drawnAt, overridesOf].join(' '), { context: asked })
}

export async function findDrawDocument(
  eventId: string,
  number: number,
): Promise<DrawDocument | undefined> {
  return (await findDrawnDocument(eventId, number))?.document
}

function newestDraws(eventId: string, which: SQL | undefined) {
  const sqlIsLast = sql`NOT EXISTS (SELECT 1 FROM draws AS later
    WHERE later.event_id = ${draws.eventId} AND later.number > ${draws.number})`
  return db()
    .select({
      number: draws.number,
      drawnAt: draws.drawnAt,
      overridesOf: sql<number | null>`CASE WHEN ${events.finalizedAt} IS NOT NULL AND ${sqlIsLast}
        THEN ${events.allocationVersion} END`,
    })
    .from(draws)
    .innerJoin(events, eq(events.id, draws.eventId))
    .where(and(eq(draws.eventId, eventId), which))
    .orderBy(desc(draws.number))
    .limit(1)
}

async function readDocument({ eventId, number, withOverrides }: Asked) {
  const [row] = await db()
    .select({ text: draws.document })
    .from(draws)
    .where(and(eq(draws.eventId, eventId), eq(draws.number, number)))
  const drawn = readDrawDocument(parseJson(row?.text ?? ''))
  const { overrides, givenOffRoll } = withOverrides
    ? await readOverrides(eventId, drawn)
    : { overrides: [], givenOffRoll: 0 }
  const document = { ...drawn, overrides }
  const entries = new Map(parseRoll(document.roll).map(entry => [entry.code, entry]))
  const ranked = document.ranking.map(code => entries.get(code) as Entry)
  return { document, ranked, givenOffRoll, isDecided: withOverrides }
}

/** What organizers changed by hand of a draw's result. */
export async function readOverrides(eventId: string, { result }: DrawDocument) {
  const rows = await db()
    .select({ code: entryCodes.code, amount: requests.draftAmount, reason: requests.draftReason })
    .from(requests)
    .innerJoin(
      entryCodes,
      and(eq(entryCodes.eventId, requests.eventId), eq(entryCodes.userId, requests.userId)),
    )
    .where(eq(requests.eventId, eventId))
    .orderBy(asc(entryCodes.code))
  const overrides = rows.flatMap(({ code, amount, reason }) =>
    amount === null || !result.has(code) || amount === result.get(code)
      ? []
      : [{ code, amount, reason: reason ?? '' }],
  )
  const given = rows.filter(({ code, amount }) => !result.has(code) && (amount ?? 0) > 0)
  return { overrides, givenOffRoll: given.length }
}
