import { existsSync } from 'node:fs'
import { SettingsError, settings } from '#app/settings.server.ts'
import { backupFolder } from '#db/backups/backup.ts'
import { type Exposed, filesOfBackups, filesOfDatabase, tighten } from '#db/files/private-files.ts'
import { log } from '#server/log.ts'

// For files of an older program or a looser umask, but not folders made by others, which may hold other files.
export function tightenFiles(): void {
  const { databaseFile, BACKUP_DIR, SECRET_KEY_FILE } = settings()
  const database = databaseFile ? filesOfDatabase(databaseFile) : []
  const ownFolder = databaseFile ? backupFolder(databaseFile) : ''
  const folder = BACKUP_DIR ?? ownFolder
  const others = [
    ...(ownFolder && existsSync(ownFolder) ? [ownFolder] : []),
    ...(folder ? filesOfBackups(folder) : []),
    ...(SECRET_KEY_FILE && existsSync(SECRET_KEY_FILE) ? [SECRET_KEY_FILE] : []),
  ]
  const exposed = database.flatMap(file => tighten(file) ?? [])
  const refused = exposed.filter(({ why }) => why === 'not ours')
  if (refused.length > 0) throw new SettingsError(refused.map(sayRefused))
  const told = [...exposed, ...others.flatMap(each => tighten(each) ?? [])]
  for (const { path: file, mode, why } of told)
    log.warn({ file, mode, why }, 'other users of this machine can read this file')
}

function sayRefused({ path: file, mode }: Exposed): string {
  return `${file} can be read by other users (mode ${mode}) and belongs to another user: give it to the user that runs the server, or make it 600`
}
