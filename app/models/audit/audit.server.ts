import { type SQL, sql } from 'drizzle-orm'
import type { AuditSubject } from './subject.ts'

/** null: the program itself. */
export type Actor = { userId: string; name: string } | null

export type AuditEntry = {
  actor: Actor
  /** Verb in the past, as in `event.created`. */
  action: string
  subject: AuditSubject
  subjectId: string
  eventId?: string | undefined
  before?: unknown
  after?: unknown
}

type AuditRows = Pick<AuditEntry, 'actor' | 'action' | 'subject'> & {
  /** By SQL's clock, where other values of the row are of that moment too. */
  at?: SQL
  subjectId: string | SQL
  eventId?: string | SQL | undefined
  before?: SQL | string | null
  after?: SQL | string | null
}

/** Goes into the same batch as the change itself. */
export function audit({ before, after, ...entry }: AuditEntry): SQL {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  return auditRows({ ...entry, before: json(before), after: json(after) }, sql``)
}

/** For what only the batch knows. @param rows what follows a SELECT, from FROM on */
export function auditRows(entry: AuditRows, rows: SQL): SQL {
  const { at = Date.now(), actor, action, subject, subjectId } = entry
  const { eventId = null, before = null, after = null } = entry
  return sql`INSERT INTO audit_entries (at, actor_id, actor_name, action, subject, subject_id, event_id, before, after)
    SELECT ${at}, ${actor?.userId ?? null}, ${actor?.name ?? ''}, ${action},
      ${subject}, ${subjectId}, ${eventId}, ${before}, ${after} ${rows}`
}
