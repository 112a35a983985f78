import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Piscina } from 'piscina'
import { makePrivateFile } from '#db/files/private-files.ts'
import copyHere, { type CopyAnswer, type CopyJob, NOTHING } from './copy-worker.ts'

/** Sources run as they are only under test: there is no built worker then. */
const isBuilt = !import.meta.url.endsWith('.ts')

let pool: Piscina | undefined

/** One thread, which stays: its memory would not be given back, and its start holds everything up again. */
function worker(): Piscina {
  pool ??= new Piscina({
    filename: new URL('./copy-worker.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
  })
  return pool
}

/** Starts the thread, and resolves when it is there: on Deno that alone holds the event loop for some 50 ms. */
export async function prepareToCopy(): Promise<void> {
  if (isBuilt) await worker().run(NOTHING)
}

/**
 * Writes a consistent, checked copy of a database file, in use or not, away from the event loop: the file has its
 * name only when it is whole and on the disk.
 * @throws Error when it cannot be written or is damaged; nothing is left of it then.
 */
export async function copyDatabase(source: string, target: string): Promise<void> {
  const unfinished = `${target}.part`
  rmSync(unfinished, { force: true })
  try {
    makePrivateFile(unfinished)
    const { problem } = await run({ source, target: unfinished })
    if (problem) throw new Error(problem)
    renameSync(unfinished, target)
    syncFolder(path.dirname(target))
  } finally {
    rmSync(unfinished, { force: true })
  }
}

async function run(job: CopyJob): Promise<CopyAnswer> {
  if (!isBuilt) return copyHere(job)
  try {
    return (await worker().run(job)) as CopyAnswer
  } catch (error) {
    throw threadFailure(error)
  }
}

/** A copy that fails says so in its answer: an error is the thread's. On Deno no other can load the driver any more. */
export function threadFailure(cause: unknown): Error {
  const problem = cause instanceof Error ? cause.message : String(cause)
  return new Error(`the thread that copies the database failed; restart the server (${problem})`, {
    cause,
  })
}

/** Gives up a copy that is being made. */
export async function stopCopying(): Promise<void> {
  await pool?.destroy()
  pool = undefined
}

/** A new name survives a power cut only once its folder is on the disk. Where folders cannot be synced, it is left. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // Windows, and some file systems
  }
}
