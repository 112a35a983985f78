import { type SQL, sql } from 'drizzle-orm'
import type { AuditSubject } from './subject.ts'

/** Who does something: a person, or the program itself (null). */
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

/** The step that notes a change; put it into the same batch as the change itself. */
export function audit(entry: AuditEntry): SQL {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  return sql`INSERT INTO audit_entries (at, actor_id, actor_name, action, subject, subject_id, event_id, before, after)
    VALUES (${Date.now()}, ${entry.actor?.userId ?? null}, ${entry.actor?.name ?? ''}, ${entry.action},
      ${entry.subject}, ${entry.subjectId}, ${entry.eventId ?? null}, ${json(entry.before)}, ${json(entry.after)})`
}
