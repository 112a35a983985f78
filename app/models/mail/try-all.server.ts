import { sql } from 'drizzle-orm'
import { type Actor, auditRows } from '#app/models/audit/audit.server.ts'
import { sqlIsStill } from '#app/models/sign-in/rights.server.ts'
import { settings } from '#app/settings.server.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'

/** Not what SES may already have: trying that again could bring it twice. */
const sqlIsStuck = sql`(state = 'failed' OR (state = 'queued' AND attempts > 0))`

export type AllTried =
  | { refusal: 'not-admin' | 'switched-off' }
  | { refusal: undefined; tried: number }

/** In one batch: makes every email that failed, or that waits after a failure, due now. */
export async function tryAllAgain(actor: NonNullable<Actor>): Promise<AllTried> {
  const done = await write([
    refuseUnless('not-admin' as const, sqlIsStill('admin', actor)),
    refuseIf('switched-off' as const, settings().MAIL_ENABLED ? sql`0` : sql`1`),
    auditRows(
      {
        actor,
        action: 'mail.all-queued-again',
        subject: 'mail',
        subjectId: 'all',
        after: sql`json_object('emails', number)`,
      },
      sql`FROM (SELECT count(*) AS number FROM mails WHERE ${sqlIsStuck}) WHERE number > 0`,
    ),
    sql`SELECT count(*) AS number FROM mails WHERE ${sqlIsStuck}`,
    sql`UPDATE mails SET state = 'queued', attempts = 0, next_attempt_at = ${Date.now()}, throttled_at = NULL
      WHERE ${sqlIsStuck}`,
  ])
  if (done.refusal) return { refusal: done.refusal }
  return { refusal: undefined, tried: Number(done.rows.at(-2)?.[0]?.number ?? 0) }
}
