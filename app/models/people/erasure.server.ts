import { eq, type SQL, sql } from 'drizzle-orm'
import { changeLine } from '#app/models/after/line/change.server.ts'
import { type Actor, audit } from '#app/models/audit/audit.server.ts'
import { findCode } from '#app/models/draw/seal/code.server.ts'
import { holdingOf } from '#app/models/events/result.server.ts'
import { erasedAddress } from '#app/values/contact.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseIf, refuseUnless, type WriteStep, write } from '#db/lane.ts'
import { mails, requests, sessions, tokens, unsentForms, users } from '#db/schema.ts'
import { mustBeAdmin, mustNotBeErased } from './user.server.ts'

export type ErasureRefusal =
  | 'not-admin'
  | 'missing'
  | 'erased'
  | 'active'
  | 'owner'
  | 'pending'
  | 'last-admin'
  | 'holds'

/** For good. Requests, codes and results stay without a name, so that draws still verify and figures do not change. */
export async function erasePerson(
  userId: string,
  actor: Exclude<Actor, null>,
  { givesBack = false } = {},
): Promise<{ refusal?: ErasureRefusal | undefined }> {
  const allowed = mustAllowErasing(userId, actor)
  if (givesBack) {
    // Nobody loses tickets to an erasure that is refused.
    const { refusal } = await write<ErasureRefusal>(allowed)
    if (refusal) return { refusal }
    await recallAll(userId, actor)
  }
  return write<ErasureRefusal>([
    ...allowed,
    refuseIf('holds', sql`EXISTS (SELECT 1 FROM (${listHeld(userId)}) WHERE holding > 0)`),
    db()
      .update(users)
      .set({
        ...withSearchName({ name: 'Erased person' }),
        email: erasedAddress(userId),
        role: 'member',
        passwordHash: null,
        signedInAt: null,
        version: sql`version + 1`,
      })
      .where(eq(users.id, userId)),
    db().update(requests).set({ note: '' }).where(eq(requests.userId, userId)),
    db().delete(mails).where(eq(mails.userId, userId)),
    db().delete(sessions).where(eq(sessions.userId, userId)),
    db().delete(tokens).where(eq(tokens.userId, userId)),
    db().delete(unsentForms).where(eq(unsentForms.userId, userId)),
    sql`DELETE FROM calendars WHERE user_id = ${userId}`,
    sql`UPDATE holders SET guest_names = '[]', door_code = NULL WHERE user_id = ${userId}`,
    sql`DELETE FROM door_helpers WHERE user_id = ${userId}`,
    forgetOriginals(userId),
    audit({ actor, action: 'user.erased', subject: 'user', subjectId: userId }),
  ])
}

function mustAllowErasing(
  userId: string,
  actor: Exclude<Actor, null>,
): WriteStep<ErasureRefusal>[] {
  return [
    mustBeAdmin(actor),
    refuseUnless('missing', sql`EXISTS (SELECT 1 FROM users WHERE id = ${userId})`),
    mustNotBeErased(userId),
    refuseIf('active', sql`SELECT deactivated_at IS NULL FROM users WHERE id = ${userId}`),
    refuseIf(
      'owner',
      sql`EXISTS (SELECT 1 FROM events WHERE owner_id = ${userId}
        AND finalized_at IS NULL AND cancelled_at IS NULL)`,
    ),
    refuseIf(
      'pending',
      sql`EXISTS (SELECT 1 FROM requests JOIN events ON events.id = requests.event_id
        WHERE requests.user_id = ${userId} AND finalized_at IS NULL AND cancelled_at IS NULL)`,
    ),
  ]
}

/** Of events to come. */
function listHeld(userId: string): SQL {
  return sql`SELECT events.id AS eventId, ${holdingOf(userId)} AS holding FROM events
    WHERE events.finalized_at IS NOT NULL AND events.cancelled_at IS NULL AND events.starts_at > ${NOW}`
}

/** Each event is an act of its own: its tickets go to who waits there. */
async function recallAll(userId: string, actor: Exclude<Actor, null>): Promise<void> {
  const held = await db().all<{ eventId: string; holding: number }>(
    sql`SELECT * FROM (${listHeld(userId)}) WHERE holding > 0`,
  )
  for (const { eventId, holding } of held) {
    const code = await findCode(eventId, userId)
    const reason = 'The account was erased.'
    if (code) await changeLine(actor, eventId, [{ kind: 'recall', code, tickets: holding, reason }])
  }
}

/** Keeps the ids, by which another import recognizes the rows. */
function forgetOriginals(userId: string) {
  const part = (name: string) => sql`json_extract(original, ${`$.${name}`})`
  return sql`UPDATE imported_rows SET finding = NULL, original = json_object('id', ${part('id')},
      'user_id', ${part('user_id')}, 'created_at', ${part('created_at')})
    WHERE (kind = 'user' AND new_id = ${userId}) OR (kind = 'request' AND ${part('user_id')} IN
      (SELECT original_id FROM imported_rows WHERE kind = 'user' AND new_id = ${userId}))`
}
