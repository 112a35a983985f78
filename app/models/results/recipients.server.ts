import { asc, eq, sql } from 'drizzle-orm'
import { sqlIsReachable } from '#app/mail/reachable.server.ts'
import { findDrawnAmounts } from '#app/models/draw/drawn.server.ts'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { db } from '#db/client.ts'
import { requests, users } from '#db/schema.ts'

export type Recipient = {
  requestId: string
  userId: string
  name: string
  email: string
  isActive: boolean
  isReachable: boolean
  sizes: string
  amount: number | null
  /** What this person was told before, if different. */
  before: number | null
  /** By the last draw. */
  drawn: number | null
  /** The draw only took over a pinned amount. */
  isPinned: boolean
  reason: string | null
  willBeMailed: boolean
}

function amountBefore(condition: string) {
  return sql<number | null>`(SELECT s.amount FROM results s WHERE s.request_id = ${requests.id}
    AND s.finalization_id = (SELECT f.id FROM finalizations f
      WHERE f.event_id = ${requests.eventId} AND ${sql.raw(condition)} ORDER BY f.number DESC LIMIT 1))`
}

/** The first finalization mails everybody, later ones those whose number differs from the last, or the last mailed. */
export async function findRecipients({ id: eventId }: ManagedEvent): Promise<Recipient[]> {
  const rows = await db()
    .select({
      requestId: requests.id,
      userId: users.id,
      name: users.name,
      email: users.email,
      isActive: sql<boolean>`${users.deactivatedAt} IS NULL`.mapWith(Boolean),
      isReachable: sqlIsReachable.mapWith(Boolean),
      sizes: requests.sizes,
      amount: requests.draftAmount,
      isPinned:
        sql<boolean>`EXISTS (SELECT 1 FROM pins WHERE pins.request_id = ${requests.id})`.mapWith(
          Boolean,
        ),
      reason: requests.draftReason,
      lastAmount: amountBefore('1'),
      mailedAmount: amountBefore('f.with_mail = 1'),
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .where(eq(requests.eventId, eventId))
    .orderBy(sql`${users.name} COLLATE NOCASE`, asc(requests.id))
  const drawn = await findDrawnAmounts(eventId)
  return rows.map(({ mailedAmount, lastAmount, ...row }) => {
    const isNews = row.amount !== lastAmount
    const wasMailedOtherwise = mailedAmount !== null && mailedAmount !== row.amount
    return {
      ...row,
      drawn: drawn.get(row.requestId) ?? null,
      before: wasMailedOtherwise ? mailedAmount : lastAmount,
      willBeMailed: row.isReachable && (isNews || wasMailedOtherwise),
    }
  })
}
