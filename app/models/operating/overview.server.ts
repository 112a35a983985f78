import { count, sql } from 'drizzle-orm'
import { stateSql } from '#app/models/events/state.server.ts'
import { settings } from '#app/settings.server.ts'
import { db } from '#db/client.ts'
import { auditEntries, events, mails, requests, users } from '#db/schema.ts'

type Counts = Record<string, number>

export async function overviewFigures() {
  const [people, eventStates, mailStates, requestCount, auditCount] = await Promise.all([
    countBy(
      users,
      sql`CASE WHEN ${users.deactivatedAt} IS NULL THEN ${users.role} ELSE 'deactivated' END`,
    ),
    countBy(events, stateSql(Date.now())),
    countBy(mails, sql`${mails.state}`),
    db().$count(requests),
    db().$count(auditEntries),
  ])
  return { people, events: eventStates, mails: mailStates, requests: requestCount, auditCount }
}

async function countBy(
  table: typeof users | typeof events | typeof mails,
  key: ReturnType<typeof sql>,
): Promise<Counts> {
  const kind = sql<string>`${key}`
  const rows = await db().select({ kind, total: count() }).from(table).groupBy(sql`1`)
  return Object.fromEntries(rows.map(row => [row.kind, row.total]))
}

/** Of secrets only whether they are set. */
export function shownSettings(): [name: string, value: string][] {
  const now = settings()
  const isSet = (value: string | undefined) => (value ? 'set' : 'not set')
  return [
    ['APP_NAME', now.APP_NAME],
    ['APP_URL', now.APP_URL],
    ['APP_TIME_ZONE', now.isZoneFixed ? now.APP_TIME_ZONE : 'not set'],
    ['PORT', String(now.PORT)],
    ['SECRET_KEY', isSet(now.SECRET_KEY)],
    ['DATABASE', withoutSecrets(now.DATABASE)],
    ['DATABASE_AUTH_TOKEN', isSet(now.DATABASE_AUTH_TOKEN)],
    ['BACKUP_DIR', now.BACKUP_DIR ?? 'beside the database'],
    ['BACKUP_EVERY_HOURS', String(now.BACKUP_EVERY_HOURS)],
    ['BACKUP_KEEP_DAYS', String(now.BACKUP_KEEP_DAYS)],
    ['MAIL_ENABLED', String(now.MAIL_ENABLED)],
    ['SES_SENDER_EMAIL', now.SES_SENDER_EMAIL],
    ['AWS_REGION', now.AWS_REGION],
    ['AWS_ACCESS_KEY_ID', isSet(now.AWS_ACCESS_KEY_ID)],
    ['AWS_SECRET_ACCESS_KEY', isSet(now.AWS_SECRET_ACCESS_KEY)],
    ['TRUSTED_PROXIES', String(now.TRUSTED_PROXIES)],
    ['BEACON_URL', now.BEACON_URL || 'nowhere'],
    ['LOG_LEVEL', now.LOG_LEVEL],
  ]
}

/** A remote address may carry a name, a password or a token. */
function withoutSecrets(address: string): string {
  if (!/^\w+:\/\//.test(address) || !URL.canParse(address)) return address
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname}`
}
