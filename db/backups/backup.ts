import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { rawClient } from '#db/client.ts'
import { makeFolder } from '#db/files/folder.ts'
import { makePrivateFile } from '#db/files/private-files.ts'
import { type BackupKind, backupName, outdatedBackups } from './backup-names.ts'
import { copyDatabase, syncFolder } from './copy.ts'
import { findDamage } from './copy-worker.ts'

/** A partial copy untouched for so long is left over from a killed process. */
const ABANDONED_MS = 3_600_000

/** @throws Error when there is no good copy; then no older backup was removed either. */
export async function backUp(
  databaseFile: string,
  folder: string,
  kind: BackupKind,
  keepDays: number,
): Promise<string> {
  makeFolder(folder)
  removeAbandoned(folder)
  const now = Date.now()
  const target = path.join(folder, backupName(now, kind))
  await copyDatabase(databaseFile, target)
  for (const name of outdatedBackups(readdirSync(folder), now, keepDays))
    rmSync(path.join(folder, name), { force: true })
  return target
}

/** For a file that has lost its name: only our open connection can still read it. */
export async function rescueOpenDatabase(folder: string): Promise<string> {
  makeFolder(folder)
  const target = path.join(folder, backupName(Date.now(), 'rescued'))
  makePrivateFile(`${target}.part`)
  await rawClient().execute({ sql: 'VACUUM INTO ?', args: [`${target}.part`] })
  const damage = await findDamage(`${target}.part`)
  if (damage) throw new Error(`the copy is damaged: ${damage}`)
  renameSync(`${target}.part`, target)
  syncFolder(folder)
  return target
}

export function backupFolder(databaseFile: string): string {
  return path.join(path.dirname(path.resolve(databaseFile)), 'backups')
}

function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/^tickets-.*\.db\.part(-journal)?$/.test(name)) continue
    const file = path.join(folder, name)
    const stat = statSync(file, { throwIfNoEntry: false })
    if (stat && Date.now() - stat.mtimeMs > ABANDONED_MS) rmSync(file, { force: true })
  }
}
