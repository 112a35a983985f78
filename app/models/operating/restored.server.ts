import { sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { forgetRestores } from '#app/models/draw/public/restores.server.ts'
import { resealForRestore } from '#app/models/draw/seal/reseal.server.ts'
import { readBackups } from '#db/backups/backup-names.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'

const MAY_HAVE_LEFT =
  'The database was restored from a backup. This email may have been sent after the backup was made.'

export type Settled = { sessions: number; mails: number; resealed: number; isKeyRight: boolean }

/**
 * Seals new draw secrets: the old may be published by now. Waiting mail may have been sent, so a person decides.
 * Sessions and short links may have been ended or used, so none come back. @param from name of the backup file
 */
export async function settleRestored(from: string): Promise<Settled> {
  const now = Date.now()
  const backupAt = Math.min(now, await instantOf(from))
  const reseal = await resealForRestore(`Restored from a backup of ${sayExactly(backupAt)}`)
  const done = await write<string>([
    sql`UPDATE mails SET state = 'unknown', last_error = ${MAY_HAVE_LEFT}, lease_ends_at = NULL
      WHERE state IN ('queued', 'sending') RETURNING id`,
    sql`DELETE FROM sessions RETURNING id`,
    sql`DELETE FROM tokens WHERE purpose IN ('sign-in', 'reset-password')`,
    sql`INSERT OR IGNORE INTO restores (restored_at, backup_at) VALUES (${now}, ${backupAt})`,
    ...reseal.steps,
    audit({
      actor: null,
      action: 'database.restored',
      subject: 'database',
      subjectId: from,
      after: { from, backupAt, resealed: reseal.events },
    }),
  ])
  forgetRestores()
  if (done.refusal !== undefined) throw new Error(`the copy refuses to be written: ${done.refusal}`)
  const [mails, sessions] = done.rows
  const { events: resealed, isKeyRight } = reseal
  return { sessions: sessions?.length ?? 0, mails: mails?.length ?? 0, resealed, isKeyRight }
}

/** The time in its name or its newest audit entry, whichever is later. */
async function instantOf(from: string): Promise<number> {
  const newest = await db().get<{ at: number | null }>(
    sql`SELECT max(at) AS at FROM audit_entries WHERE id > (SELECT max(id) FROM audit_entries) - 100`,
  )
  return Math.max(readBackups([from])[0]?.at ?? 0, newest?.at ?? 0)
}

function sayExactly(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}
