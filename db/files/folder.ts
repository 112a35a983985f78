import { closeSync, mkdirSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const FOR_US = { mode: 0o700 }

/** Not `recursive`, which hangs for ever on Node 20 to 24 for a path such as /proc/nope/a. */
export function makeFolder(folder: string): void {
  // These exist, and Deno may not let us look at them.
  if (!path.relative(folder, process.cwd()).startsWith('..')) return
  try {
    mkdirSync(folder, FOR_US)
  } catch (error) {
    const parent = path.dirname(folder)
    if (isFolder(folder)) return
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error
    makeFolder(parent)
    mkdirSync(folder, FOR_US)
  }
}

export function problemOfFolder(folder: string): string | undefined {
  const trial = path.join(folder, '.trial')
  try {
    makeFolder(folder)
  } catch (error) {
    return `the folder ${folder} cannot be made: ${reasonOf(error)}`
  }
  try {
    writeFileSync(trial, '')
    rmSync(trial)
  } catch (error) {
    // A full disk is temporary, and the log reports failed writes.
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return undefined
    return `the folder ${folder} cannot be written to: ${reasonOf(error)}`
  }
}

export function problemOfFile(file: string): string | undefined {
  if (isFolder(file)) return `${file} is a folder and must be a file`
  try {
    makeFolder(path.dirname(file))
  } catch (error) {
    return `the folder ${path.dirname(file)} cannot be made: ${reasonOf(error)}`
  }
}

export function problemOfDatabaseFile(file: string): string | undefined {
  const problem = problemOfFile(file)
  if (problem) return problem
  try {
    const start = firstBytes(file, 16)
    if (start !== '' && start !== 'SQLite format 3\0') return `${file} is not a database`
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') return `${file} cannot be read: ${reasonOf(error)}`
  }
}

const REASONS: Record<string, string> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  EEXIST: 'a file has this name',
  ENOTDIR: 'a file is where a folder should be',
  ENOENT: 'nothing can be made there',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the name is too long',
  EISDIR: 'it is a folder',
  NotCapable: 'Deno does not allow writing there',
}

export function reasonOf(error: unknown): string {
  const { code = '', name, message } = error as NodeJS.ErrnoException
  return REASONS[code] ?? REASONS[name] ?? message
}

function firstBytes(file: string, many: number): string {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(many)
    return bytes.toString('latin1', 0, readSync(descriptor, bytes))
  } finally {
    closeSync(descriptor)
  }
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory()
  } catch {
    return false
  }
}
