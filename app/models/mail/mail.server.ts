import { and, count, desc, eq, type SQL, sql } from 'drizzle-orm'
import { isUnrendered, readParts } from '#app/mail/facts.server.ts'
import { hideTokens } from '#app/mail/one-time-links.ts'
import { type Actor, audit } from '#app/models/audit/audit.server.ts'
import { settings } from '#app/settings.server.ts'
import { contains, nameContains, personMatches } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'
import { events, mails, users } from '#db/schema.ts'
import { canTryAgain, type MailFilter, type MailState } from './mail.ts'

const PAGE = 50

export async function listMails(filter: MailFilter) {
  const where = conditionsOf(filter)
  const [counted] = await db().select({ total: count() }).from(mails).where(where)
  const total = counted?.total ?? 0
  const pages = Math.max(1, Math.ceil(total / PAGE))
  const page = Math.min(filter.page, pages)
  const rows = await db()
    .select({
      mailId: mails.id,
      kind: mails.kind,
      toEmail: mails.toEmail,
      subject: mails.subject,
      state: mails.state,
      attempts: mails.attempts,
      lastError: mails.lastError,
      createdAt: mails.createdAt,
      sentAt: mails.sentAt,
    })
    .from(mails)
    .where(where)
    .orderBy(desc(mails.createdAt), mails.id)
    .limit(PAGE)
    .offset((page - 1) * PAGE)
  return { rows, total, page, pages }
}

function conditionsOf({ state, kind, search }: MailFilter): SQL | undefined {
  return and(
    state && eq(mails.state, state),
    kind && eq(mails.kind, kind),
    search ? mentions(search) : undefined,
  )
}

function mentions(search: string): SQL {
  return sql`(${contains(search, [mails.toEmail, mails.subject])}
    OR ${mails.userId} IN (SELECT id FROM users WHERE ${personMatches(search, users)})
    OR ${mails.eventId} IN (SELECT id FROM events WHERE ${nameContains(search, events)}))`
}

export async function countMailsByState(): Promise<Partial<Record<MailState, number>>> {
  const rows = await db()
    .select({ state: mails.state, number: count() })
    .from(mails)
    .groupBy(mails.state)
  return Object.fromEntries(rows.map(row => [row.state, row.number]))
}

export async function findMail(mailId: string) {
  const [mail] = await db().select().from(mails).where(eq(mails.id, mailId))
  return mail
}

/** One-time links are only for the recipient: shown only in mail that never leaves, sealed with this SECRET_KEY. */
export async function findMailToShow(mailId: string) {
  const mail = await findMail(mailId)
  if (!mail) return undefined
  const parts = readParts(mail)
  const isShown = isUnrendered(mail) || mail.state === 'kept' || !settings().MAIL_ENABLED
  if (parts && isShown) return { ...mail, ...parts, isHidden: false, isBroken: false }
  const text = hideTokens(mail.text)
  const isHidden = text !== mail.text
  return { ...mail, text, html: hideTokens(mail.html), isHidden, isBroken: parts === undefined }
}

export async function tryMailAgain(mailId: string, actor: Actor) {
  const mail = await findMail(mailId)
  if (!mail) return 'missing' as const
  const now = Date.now()
  const done = await write([
    refuseIf('switched-off' as const, settings().MAIL_ENABLED ? sql`0` : sql`1`),
    refuseUnless(
      'changed' as const,
      canTryAgain(mail.state)
        ? sql`SELECT state = ${mail.state} FROM mails WHERE id = ${mailId}`
        : sql`0`,
    ),
    db()
      .update(mails)
      .set({ state: 'queued', attempts: 0, nextAttemptAt: now, throttledAt: null })
      .where(eq(mails.id, mailId)),
    audit({
      actor,
      action: 'mail.queued-again',
      subject: 'mail',
      subjectId: mailId,
      eventId: mail.eventId ?? undefined,
      before: { state: mail.state, attempts: mail.attempts, lastError: mail.lastError },
      after: { state: 'queued' },
    }),
  ])
  return done.refusal
}
