import { sql } from 'drizzle-orm'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { findDrawnDocument } from '#app/models/draw/drawn-document.server.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'

/** The document of a decided draw, to the byte: the heads of its log rest on it. */
export async function findKeptDocument(
  eventId: string,
  number: number,
): Promise<string | undefined> {
  const [row] = await db().all<{ document: string }>(sql`
    SELECT document FROM finalizations
    WHERE event_id = ${eventId} AND undone_at IS NULL AND document IS NOT NULL
      AND ${number} = (SELECT max(draws.number) FROM draws WHERE draws.event_id = ${eventId})`)
  return row?.document
}

/** Draws that an older version finalized keep their documents from now on. */
export async function storeFinalizedDocuments(stopping: AbortSignal): Promise<void> {
  const found = await db().all<{ id: string; eventId: string }>(sql`
    SELECT f.id, f.event_id AS eventId FROM finalizations f JOIN events ON events.id = f.event_id
    WHERE ${IS_WITHOUT} AND events.finalized_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM draws WHERE draws.event_id = f.event_id)`)
  for (const { id, eventId } of found) {
    if (stopping.aborted) return
    const drawn = await findDrawnDocument(eventId, 'last')
    if (drawn) await storeDocument(id, formatDrawDocument(drawn.document))
  }
}

const IS_WITHOUT = sql`f.undone_at IS NULL AND f.document IS NULL`

async function storeDocument(finalizationId: string, document: string): Promise<void> {
  await write([
    refuseUnless(
      'stored' as const,
      sql`SELECT ${IS_WITHOUT} FROM finalizations f WHERE f.id = ${finalizationId}`,
    ),
    sql`UPDATE finalizations SET document = ${document} WHERE id = ${finalizationId}`,
  ])
}
