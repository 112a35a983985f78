import { settings } from '#app/settings.server.ts'
import type { PrepareOptions } from '#db/setup.ts'

export function databaseOptions(): PrepareOptions {
  const { DATABASE, DATABASE_AUTH_TOKEN, BACKUP_DIR, BACKUP_KEEP_DAYS, SCHEMA_CHECK } = settings()
  const acceptsNormalSync = settings().DATABASE_ACCEPT_NORMAL_SYNC
  return {
    database: DATABASE,
    authToken: DATABASE_AUTH_TOKEN,
    backupDir: BACKUP_DIR,
    backupKeepDays: BACKUP_KEEP_DAYS,
    acceptsNormalSync,
    isSchemaTrusted: SCHEMA_CHECK === 'off',
  }
}
