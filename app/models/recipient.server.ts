import { asc, eq, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { requests, users } from '#db/schema.ts'

/** Somebody whose result is about to be published. */
export type Recipient = {
  requestId: string
  userId: string
  name: string
  email: string
  isActive: boolean
  amount: number | null
  /** The other amount that this person was told before; null when there was none. */
  before: number | null
  willBeMailed: boolean
}

/** The amount of a request in the last finalization of its event that fulfils a condition. */
function amountBefore(condition: string) {
  return sql<number | null>`(SELECT s.amount FROM results s WHERE s.request_id = ${requests.id}
    AND s.finalization_id = (SELECT f.id FROM finalizations f
      WHERE f.event_id = ${requests.eventId} AND ${sql.raw(condition)} ORDER BY f.number DESC LIMIT 1))`
}

/**
 * Everybody who asked, by name, with the drafted amount and whether a mail is due: at the first
 * finalization to all, later to those whose number is another than the last one, or than the last one mailed.
 */
export async function findRecipients(eventId: string): Promise<Recipient[]> {
  const rows = await db()
    .select({
      requestId: requests.id,
      userId: users.id,
      name: users.name,
      email: users.email,
      isActive: sql<boolean>`${users.deactivatedAt} IS NULL`.mapWith(Boolean),
      amount: requests.draftAmount,
      lastAmount: amountBefore('1'),
      mailedAmount: amountBefore('f.with_mail = 1'),
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .where(eq(requests.eventId, eventId))
    .orderBy(sql`${users.name} COLLATE NOCASE`, asc(requests.id))
  return rows.map(({ mailedAmount, lastAmount, ...row }) => {
    const isNews = row.amount !== lastAmount
    const wasMailedOtherwise = mailedAmount !== null && mailedAmount !== row.amount
    return {
      ...row,
      before: wasMailedOtherwise ? mailedAmount : lastAmount,
      willBeMailed: row.isActive && (isNews || wasMailedOtherwise),
    }
  })
}
