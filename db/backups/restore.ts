import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { syncFolder } from './copy.ts'

/** Once this file exists, it is whole and on disk, and a restore only goes forward. */
export function pathOfReady(databaseFile: string): string {
  return `${databaseFile}.restoring`
}

export function pathOfWork(databaseFile: string): string {
  return `${databaseFile}.restoring-work`
}

export function isRestoreUnfinished(databaseFile: string): boolean {
  return databaseFile !== '' && existsSync(pathOfReady(databaseFile))
}

/** Safe to kill and repeat: nothing is overwritten. The caller must hold the database lock. */
export function finishRestore(databaseFile: string): string | undefined {
  const ready = pathOfReady(databaseFile)
  const aside = asideOf(databaseFile, statSync(ready).mtimeMs)
  moveAside(databaseFile, aside)
  // The last commits may be only in these files; keep them with their database.
  for (const ending of ['-wal', '-journal']) moveAside(databaseFile + ending, aside + ending)
  rmSync(`${databaseFile}-shm`, { force: true })
  syncFolder(path.dirname(databaseFile))
  renameSync(ready, databaseFile)
  syncFolder(path.dirname(databaseFile))
  return existsSync(aside) ? aside : undefined
}

/** The name must be the same when an interrupted restore is taken up again. */
function asideOf(databaseFile: string, readyAt: number): string {
  return `${databaseFile}.replaced-${new Date(readyAt).toISOString().replace(/[:.]/g, '-')}`
}

function moveAside(file: string, target: string): void {
  if (!existsSync(file)) return
  let free = target
  for (let number = 2; existsSync(free); number += 1) free = `${target}-${number}`
  renameSync(file, free)
}
