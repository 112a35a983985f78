import { sql } from 'drizzle-orm'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import type { requests } from '#db/schema.ts'
import type { Held } from './request.ts'

type RequestRow = Pick<
  typeof requests.$inferSelect,
  'id' | 'userId' | 'sizes' | 'raisedAt' | 'enteredBy'
>

/** Now and before each change by others since the person's own last one. Only then reads the audit trail. */
export async function readHeld(row: RequestRow): Promise<Held[]> {
  const states = row.enteredBy === null ? [row] : [row, ...(await readChangedByOthers(row))]
  return states.map(({ sizes, raisedAt }) => ({ sizes: parseSizes(sizes), raisedAt }))
}

function readChangedByOthers({ id, userId }: RequestRow) {
  const ofRequest = sql`FROM audit_entries WHERE subject = 'request' AND subject_id = ${id}`
  return db().all<{ sizes: string; raisedAt: number }>(sql`
    SELECT before ->> 'sizes' AS sizes, before ->> 'raisedAt' AS raisedAt
    ${ofRequest} AND action = 'request.changed'
      AND id > coalesce((SELECT max(id) ${ofRequest} AND actor_id = ${userId}
        AND action IN ('request.made', 'request.changed')), 0)`)
}
