import { type SQL, sql } from 'drizzle-orm'
import { settings } from '#app/settings.server.ts'
import { newId } from '#app/values/id.ts'
import { jsonParts } from '#db/insert-all.ts'
import type { MailContent } from './compose.ts'
import { accessKinds, type MailKind, repeatableKinds } from './kind.ts'
import { sqlIsReachable } from './reachable.server.ts'
import { sealLinks } from './sealed-links.server.ts'

export type OutgoingMail = {
  kind: MailKind
  /** A second mail with the same key is never written: `result:<finalizationId>:<userId>`. */
  reasonKey: string
  to: { userId: string; email: string }
  eventId?: string | undefined
  content: MailContent
  isRepeatable?: boolean
}

// Goes into the batch of what it reports. With MAIL_ENABLED=false it never leaves, even if mail is enabled later.
export function queueMail({
  kind,
  reasonKey,
  to,
  eventId,
  content,
  isRepeatable = repeatableKinds.has(kind),
}: OutgoingMail): SQL {
  const now = Date.now()
  const state = settings().MAIL_ENABLED ? 'queued' : 'kept'
  const id = newId()
  const { text, html } = sealLinks(content, id)
  return sql`INSERT INTO mails (id, kind, reason_key, user_id, event_id, to_email, subject, text, html, is_sealed, state,
      is_repeatable, next_attempt_at, created_at)
    SELECT ${id}, ${kind}, ${reasonKey}, ${to.userId}, ${eventId ?? null}, ${to.email}, ${content.subject},
      ${text}, ${html}, 1, ${state}, ${isRepeatable ? 1 : 0}, ${now}, ${now}
    WHERE ${accessKinds.has(kind) ? 1 : 0} OR ${to.userId} IN (SELECT id FROM users WHERE ${sqlIsReachable})
    ON CONFLICT (reason_key) DO NOTHING`
}

type Mailing = {
  kind: MailKind
  eventId: string
  subject: string
  /** A second mail with the same key and recipient is never written. */
  reason: string
  /** JSON of what one mail needs; it may read from `to`. */
  facts: SQL
  /** Tables with `users` among them, and a WHERE clause. */
  to: SQL
}

// One statement for any number of people: rendering 5,000 mails would take longer than a press may.
export function queueMailing({ kind, eventId, subject, reason, facts, to }: Mailing): SQL {
  const now = Date.now()
  const state = settings().MAIL_ENABLED ? 'queued' : 'kept'
  return sql`INSERT INTO mails (id, kind, reason_key, user_id, event_id, to_email, subject, text, html, facts,
      is_sealed, state, is_repeatable, next_attempt_at, created_at)
    SELECT lower(hex(randomblob(10))), ${kind}, ${reason} || ':' || users.id, users.id, ${eventId}, users.email,
      ${subject}, '', '', ${facts}, 1, ${state}, ${repeatableKinds.has(kind) ? 1 : 0}, ${now}, ${now}
    FROM ${to} AND ${sqlIsReachable}
    ON CONFLICT (reason_key) DO NOTHING`
}

type Letter = {
  kind: MailKind
  reasonKey: string
  userId: string
  subject: string
  facts: object
  /** In milliseconds; undefined for now. */
  dueAt?: number | undefined
}

/** As `queueMailing`, for mails of which each says something else. `facts` and `from` may read `value`, a letter. */
export function queueLetters(
  eventId: string,
  letters: readonly Letter[],
  { facts, from }: { facts: SQL; from: SQL },
): SQL[] {
  const now = Date.now()
  const state = settings().MAIL_ENABLED ? 'queued' : 'kept'
  const rows = letters.map(letter => ({
    ...letter,
    isRepeatable: Number(repeatableKinds.has(letter.kind)),
  }))
  return jsonParts(rows).map(
    part => sql`INSERT INTO mails (id, kind, reason_key, user_id, event_id, to_email, subject, text, html, facts,
      is_sealed, state, is_repeatable, next_attempt_at, created_at)
    SELECT lower(hex(randomblob(10))), value ->> 'kind', value ->> 'reasonKey', users.id, ${eventId}, users.email,
      value ->> 'subject', '', '', ${facts}, 1, ${state}, value ->> 'isRepeatable',
      coalesce(value ->> 'dueAt', ${now}), ${now}
    FROM json_each(${part}) CROSS JOIN users ON users.id = value ->> 'userId' ${from}
    WHERE ${sqlIsReachable}
    ON CONFLICT (reason_key) DO NOTHING`,
  )
}

const accessList = sql.join(
  [...accessKinds].map(kind => sql`${kind}`),
  sql`, `,
)

/** Few statements, so that many mails hold the lane for milliseconds. `queued`: how many are in, for later steps. */
export function queueMails(mails: OutgoingMail[]): { steps: SQL[]; queued: SQL<number> } {
  const now = Date.now()
  const state = settings().MAIL_ENABLED ? 'queued' : 'kept'
  const rows = mails.map(({ content, to, ...mail }) => {
    const id = newId()
    const { text, html } = sealLinks(content, id)
    return [
      ...[id, mail.kind, mail.reasonKey, to.userId, mail.eventId ?? null, to.email],
      ...[content.subject, text, html],
      (mail.isRepeatable ?? repeatableKinds.has(mail.kind)) ? 1 : 0,
    ]
  })
  const steps = jsonParts(rows).map(
    part => sql`INSERT INTO mails (id, kind, reason_key, user_id, event_id, to_email, subject, text, html,
      is_repeatable, is_sealed, state, next_attempt_at, created_at)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
      value ->> 8, value ->> 9, 1, ${state}, ${now}, ${now}
    FROM json_each(${part})
    WHERE EXISTS (SELECT 1 FROM users WHERE id = value ->> 3
      AND (value ->> 1 IN (${accessList}) OR ${sqlIsReachable}))
    ON CONFLICT (reason_key) DO NOTHING`,
  )
  const counts = jsonParts(rows.map(([id]) => id)).map(
    ids => sql`(SELECT count(*) FROM mails WHERE id IN (SELECT value FROM json_each(${ids})))`,
  )
  return { steps, queued: counts.length > 0 ? sql`(${sql.join(counts, sql` + `)})` : sql`0` }
}
