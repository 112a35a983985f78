import { sql } from 'drizzle-orm'
import { db } from '#db/client.ts'

export async function auditedActions(): Promise<string[]> {
  const rows = await db().all<{ action: string }>(sql`SELECT action FROM audit_entries ORDER BY id`)
  return rows.map(row => row.action)
}

export async function lastAudited(action: string) {
  const row = await db().get<{ before: string | null; after: string | null; actorId: string }>(
    sql`SELECT before, after, actor_id AS actorId FROM audit_entries WHERE action = ${action} ORDER BY id DESC`,
  )
  const read = (text: string | null | undefined) => (text ? JSON.parse(text) : undefined)
  return { actorId: row?.actorId, before: read(row?.before), after: read(row?.after) }
}

export async function mailsOf(kind: string) {
  return db().all<{ to: string; reasonKey: string; subject: string; text: string; html: string }>(
    sql`SELECT to_email AS "to", reason_key AS reasonKey, subject, text, html FROM mails
      WHERE kind = ${kind} ORDER BY to_email, created_at`,
  )
}
