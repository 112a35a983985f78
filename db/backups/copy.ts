import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Piscina } from 'piscina'
import { makePrivateFile } from '#db/files/private-files.ts'
import copyHere, { type CopyAnswer, type CopyJob, NOTHING } from './copy-worker.ts'

/** Only tests run the sources, without a built worker. */
const isBuilt = !import.meta.url.endsWith('.ts')

let pool: Piscina | undefined

/** One thread, kept for good: its memory would not be returned, and starting another stalls the event loop. */
function worker(): Piscina {
  pool ??= new Piscina({
    filename: new URL('./copy-worker.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
  })
  return pool
}

/** Starting the thread blocks the event loop for some 50 ms on Deno, so do it before serving. */
export async function prepareToCopy(): Promise<void> {
  if (isBuilt) await worker().run(NOTHING)
}

/** `target` appears only once it is whole and on disk. @throws Error with nothing left behind. */
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

/** A failed copy is an answer, so an error means that the thread broke. On Deno no other thread can load the driver. */
export function threadFailure(cause: unknown): Error {
  const problem = cause instanceof Error ? cause.message : String(cause)
  return new Error(`the thread that copies the database failed; restart the server (${problem})`, {
    cause,
  })
}

export async function stopCopying(): Promise<void> {
  await pool?.destroy()
  pool = undefined
}

/** A new file name survives a power cut only once its folder is synced. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // Windows and some file systems cannot sync a folder.
  }
}
