import { makeBackup } from '#app/models/operating/backup.server.ts'
import { giveUp, refuseCall } from './open.ts'

const USAGE = `Usage: npm run backup

Writes a checked copy of the database into BACKUP_DIR and prints its path, whether the server runs or not.
Then removes what is outdated: all of the last 24 hours stay, and the last one of each of the latest
BACKUP_KEEP_DAYS days.`

if (process.argv.length > 2) refuseCall('It takes no options.', USAGE)
console.log(await makeBackup('by-hand').catch(giveUp))
process.exit(0)
