import { setPriority } from 'node:os'
import { platform } from 'node:process'

const NICER = 10

/** Linux takes 0 for the calling thread; elsewhere it would mean the whole process. */
export function standLastInLine() {
  if (platform !== 'linux') return
  try {
    setPriority(0, NICER)
  } catch {
    // Not permitted here: all threads stay equal.
  }
}
