import { settings } from '#app/settings.server.ts'
import { prepareDatabase } from '#db/setup.ts'

const { DATABASE, DATABASE_AUTH_TOKEN, BACKUP_DIR } = settings()
await prepareDatabase({ database: DATABASE, authToken: DATABASE_AUTH_TOKEN, backupDir: BACKUP_DIR })
