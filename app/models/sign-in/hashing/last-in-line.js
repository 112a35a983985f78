import { setPriority } from 'node:os'
import { platform } from 'node:process'

/** Steps of Unix niceness. */
const NICER = 10

/**
 * Lets the pages go first: this worker thread gets a processor when nobody else wants it as much. Linux takes 0 for
 * the calling thread alone; elsewhere it would be the whole process, so nothing is done there.
 */
export function standLastInLine() {
  if (platform !== 'linux') return
  try {
    setPriority(0, NICER)
  } catch {
    // Not permitted here: then all are equal.
  }
}
