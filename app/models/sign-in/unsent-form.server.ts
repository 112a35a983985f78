import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { sealText, tryToOpen } from '#app/sealed-text.server.ts'
import { newId } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'
import { unsentForms } from '#db/schema.ts'
import { countTry } from './limits.server.ts'
import type { UnsentForm } from './unsent-form.ts'

const PURPOSE = 'unsent forms'
const LIFETIME = 3_600_000
/** `bytes` of one form; `ofOne` and `inAll` count forms: some 40 MB. */
const MOST = { bytes: 64 * 1024, ofOne: 5, inAll: 500 }

/** @param page path and query @returns undefined when it is too large or there are too many */
export async function keepUnsent(
  userId: string,
  page: string,
  form: UnsentForm,
): Promise<string | undefined> {
  const text = JSON.stringify(form)
  if (Buffer.byteLength(text) > MOST.bytes || page.length > 500) return undefined
  if ((await countTry('unsent form by person', userId)) > 0) return undefined
  const [id, now] = [newId(16), Date.now()]
  const sealed = sealText(PURPOSE, text, `${id}|${userId}`)
  const others = sql`SELECT id FROM unsent_forms WHERE user_id = ${userId}
    ORDER BY expires_at DESC LIMIT -1 OFFSET ${MOST.ofOne - 1}`
  const done = await write([
    refuseUnless('nobody', sql`SELECT deactivated_at IS NULL FROM users WHERE id = ${userId}`),
    sql`DELETE FROM unsent_forms WHERE expires_at <= ${now} OR id IN (${others})`,
    refuseIf('full', sql`(SELECT count(*) FROM unsent_forms) >= ${MOST.inAll}`),
    db()
      .insert(unsentForms)
      .values({ id, userId, page, sealed, expiresAt: now + LIFETIME }),
  ])
  return done.refusal ? undefined : id
}

export async function findUnsent(
  id: string,
  userId: string,
  page: string,
): Promise<UnsentForm | undefined> {
  const own = and(eq(unsentForms.id, id), eq(unsentForms.userId, userId))
  const [row] = await db()
    .select({ sealed: unsentForms.sealed, page: unsentForms.page })
    .from(unsentForms)
    .where(and(own, gt(unsentForms.expiresAt, Date.now())))
  if (!row || pathOf(row.page) !== pathOf(page)) return undefined
  const text = tryToOpen(PURPOSE, row.sealed, `${id}|${userId}`)
  return text === undefined ? undefined : (JSON.parse(text) as UnsentForm)
}

export async function findNewestUnsent(userId: string) {
  const [row] = await db()
    .select({ id: unsentForms.id, page: unsentForms.page })
    .from(unsentForms)
    .where(and(eq(unsentForms.userId, userId), gt(unsentForms.expiresAt, Date.now())))
    .orderBy(desc(unsentForms.expiresAt))
    .limit(1)
  return row
}

export async function forgetUnsent(id: string, userId: string): Promise<void> {
  await write([
    db()
      .delete(unsentForms)
      .where(and(eq(unsentForms.id, id), eq(unsentForms.userId, userId))),
  ])
}

/** Writes only when there is one, to keep the lane free. */
export async function forgetOldUnsent(): Promise<void> {
  const sqlIsOver = sql`expires_at <= ${Date.now()}`
  const [old] = await db()
    .select({ id: unsentForms.id })
    .from(unsentForms)
    .where(sqlIsOver)
    .limit(1)
  if (old) await write([db().delete(unsentForms).where(sqlIsOver)])
}

const pathOf = (page: string) => page.split('?')[0]
