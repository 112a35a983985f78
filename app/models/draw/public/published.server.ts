import { isDeepStrictEqual } from 'node:util'
import { eq, sql } from 'drizzle-orm'
import type { DrawDocument } from '#app/allocation/document/document.ts'
import { parseJson, readDrawDocument } from '#app/allocation/document/document.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { db } from '#db/client.ts'
import { draws, events } from '#db/schema.ts'

/** What the log of this server says of a document. `holds` is false for another document than the published one. */
export type Published = { holds: boolean; said: string }

/**
 * Compares a document that verifies with the one that this server published for its draw.
 * @param text a document of which every step holds
 */
export async function comparePublished(text: string): Promise<Published> {
  const given = readDrawDocument(parseJson(text))
  const { eventId, draw } = given
  const [event] = await db().select({ id: events.id }).from(events).where(eq(events.id, eventId))
  if (!event) return { holds: true, said: 'This server has no such event.' }
  const own = await findDrawDocument(eventId, draw)
  if (!own) return { holds: false, said: `This server published no draw ${draw} of this event.` }
  if (!isDeepStrictEqual(withoutOverrides(given), withoutOverrides(own)))
    return { holds: false, said: 'This server published another document for this draw.' }
  const [row] = await db()
    .select({ last: sql<number>`max(number)` })
    .from(draws)
    .where(eq(draws.eventId, eventId))
  const which = `This is draw ${draw} of ${row?.last ?? draw} that this server published.`
  return { holds: true, said: `${which}${sayOverrides(given, own)}` }
}

/** Overrides stand in a document from finalizing on, and pins and they may come in any sequence. */
function withoutOverrides({ overrides, pins, result, ...document }: DrawDocument) {
  return { ...document, pins: byCode(pins), result: new Map([...result].sort()) }
}

function byCode(list: DrawDocument['overrides']) {
  return list.toSorted((a, b) => (a.code < b.code ? -1 : 1))
}

function sayOverrides(given: DrawDocument, own: DrawDocument): string {
  if (isDeepStrictEqual(byCode(given.overrides), byCode(own.overrides))) return ''
  const differing = [...given.overrides, ...own.overrides].filter(
    override =>
      ![given, own].every(({ overrides }) =>
        overrides.some(other => isDeepStrictEqual(other, override)),
      ),
  )
  const codes = [...new Set(differing.map(({ code }) => code))]
  return ` What was set by hand after the draw differs: ${codes.join(', ')}.`
}
