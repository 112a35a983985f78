import { sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { sqlIsStillActive } from '#app/models/sign-in/rights.server.ts'
import { sealText, tryToOpen } from '#app/sealed-text.server.ts'
import { hashToken, newToken } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'

type Person = { userId: string; name: string }

const PURPOSE = 'calendar addresses'

/** @returns null when there is none; a token of null was sealed with another SECRET_KEY */
export async function findFeed(userId: string): Promise<{ token: string | null } | null> {
  const [row] = await db().all<{ sealed: string }>(
    sql`SELECT sealed_token AS sealed FROM calendars WHERE user_id = ${userId}`,
  )
  return row ? { token: tryToOpen(PURPOSE, row.sealed, userId) ?? null } : null
}

/** The person whose calendar has this address, as long as they are active. */
export async function findFeedOwner(token: string): Promise<string | undefined> {
  const [row] = await db().all<{ userId: string }>(sql`
    SELECT users.id AS userId FROM calendars JOIN users ON users.id = calendars.user_id
    WHERE token_hash = ${hashToken(token)} AND users.deactivated_at IS NULL`)
  return row?.userId
}

/** A new address; the one before no longer opens. */
export async function makeFeed(person: Person) {
  const { userId } = person
  const token = newToken()
  return write<'not-found'>([
    refuseUnless('not-found', sqlIsStillActive(person)),
    auditFeed(person, 'calendar.made'),
    sql`INSERT INTO calendars (user_id, token_hash, sealed_token, made_at)
      VALUES (${userId}, ${hashToken(token)}, ${sealText(PURPOSE, token, userId)}, ${Date.now()})
      ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash,
        sealed_token = excluded.sealed_token, made_at = excluded.made_at`,
  ])
}

export async function removeFeed(person: Person) {
  return write<'not-found' | 'none'>([
    refuseUnless('not-found', sqlIsStillActive(person)),
    refuseUnless('none', sql`EXISTS (SELECT 1 FROM calendars WHERE user_id = ${person.userId})`),
    auditFeed(person, 'calendar.removed'),
    stepToForgetFeed(person.userId),
  ])
}

export function stepToForgetFeed(userId: string) {
  return sql`DELETE FROM calendars WHERE user_id = ${userId}`
}

/** Without the address. */
function auditFeed(person: Person, action: 'calendar.made' | 'calendar.removed') {
  return audit({ actor: person, action, subject: 'user', subjectId: person.userId })
}
