import { isDeepStrictEqual } from 'node:util'
import { eq, sql } from 'drizzle-orm'
import type { DrawDocument } from '#app/allocation/document/document.ts'
import { type Identity, identityOf } from '#app/allocation/document/identity.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { db } from '#db/client.ts'
import { draws, events } from '#db/schema.ts'

/** What the log of this server says of a document. `holds` is false for another document than the published one. */
export type Published = { holds: boolean; said: string }

/** A large document takes too long to be put together again for each press. */
const ownIdentities = new WeakMap<DrawDocument, Identity>()

function identityOfOwn(own: DrawDocument): Identity {
  const identity = ownIdentities.get(own) ?? identityOf(own)
  ownIdentities.set(own, identity)
  return identity
}

/**
 * Compares a document that verifies with the one that this server published for its draw.
 * @param given of a document of which every step holds: reading the document here would hold up everybody else
 */
export async function comparePublished(given: Identity): Promise<Published> {
  const { eventId, draw } = given
  const [event] = await db().select({ id: events.id }).from(events).where(eq(events.id, eventId))
  if (!event) return { holds: true, said: 'This server has no such event.' }
  const document = await findDrawDocument(eventId, draw)
  if (!document)
    return { holds: false, said: `This server published no draw ${draw} of this event.` }
  const own = identityOfOwn(document)
  if (given.fingerprint !== own.fingerprint)
    return { holds: false, said: 'This server published another document for this draw.' }
  const [row] = await db()
    .select({ last: sql<number>`max(number)` })
    .from(draws)
    .where(eq(draws.eventId, eventId))
  const which = `This is draw ${draw} of ${row?.last ?? draw} that this server published.`
  return { holds: true, said: `${which}${sayOverrides(given, own)}` }
}

function sayOverrides(given: Identity, own: Identity): string {
  if (isDeepStrictEqual(given.overrides, own.overrides)) return ''
  const differing = [...given.overrides, ...own.overrides].filter(
    override =>
      ![given, own].every(({ overrides }) =>
        overrides.some(other => isDeepStrictEqual(other, override)),
      ),
  )
  const codes = [...new Set(differing.map(({ code }) => code))]
  return ` What was set by hand after the draw differs: ${codes.join(', ')}.`
}
