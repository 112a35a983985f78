import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { syncFolder } from './copy.ts'

/** Whole, checked, and on the disk: what shall take the place of the database. From here on a restore only goes forward. */
export function pathOfReady(databaseFile: string): string {
  return `${databaseFile}.restoring`
}

/** Where the new content is made ready; nobody minds when it is left over. */
export function pathOfWork(databaseFile: string): string {
  return `${databaseFile}.restoring-work`
}

export function isRestoreUnfinished(databaseFile: string): boolean {
  return databaseFile !== '' && existsSync(pathOfReady(databaseFile))
}

/**
 * Moves the database aside, with what belongs to it, and puts the one that is ready in its place. May be killed at
 * any moment and done again: what was there is under its own name or under the new one, never overwritten.
 * Only for who holds the lock of the database.
 * @returns where the database is now that was there before; undefined when there was none.
 */
export function finishRestore(databaseFile: string): string | undefined {
  const ready = pathOfReady(databaseFile)
  const aside = asideOf(databaseFile, statSync(ready).mtimeMs)
  moveAside(databaseFile, aside)
  // What was committed last may still stand in the files beside; opened together they are whole.
  for (const ending of ['-wal', '-journal']) moveAside(databaseFile + ending, aside + ending)
  rmSync(`${databaseFile}-shm`, { force: true })
  syncFolder(path.dirname(databaseFile))
  renameSync(ready, databaseFile)
  syncFolder(path.dirname(databaseFile))
  return existsSync(aside) ? aside : undefined
}

/** The same name each time the same restore is taken up again. */
function asideOf(databaseFile: string, readyAt: number): string {
  return `${databaseFile}.replaced-${new Date(readyAt).toISOString().replace(/[:.]/g, '-')}`
}

function moveAside(file: string, target: string): void {
  if (!existsSync(file)) return
  let free = target
  for (let number = 2; existsSync(free); number += 1) free = `${target}-${number}`
  renameSync(file, free)
}
