import { codesOf } from '#db/failures/causes.ts'

/** Milliseconds that a write goes on trying while another process holds the file. */
export const PATIENCE = 10_000

/** What SQLite says, and a libSQL server of a batch that had to end because another one waited. Nothing is stored then. */
const BUSY = /^(SQLITE_(BUSY|LOCKED)|TRANSACTION_(TIMEOUT|BUSY)$)/

/** Whether somebody else holds the database. */
export function isBusy(error: unknown): boolean {
  return codesOf(error).some(code => BUSY.test(code))
}

/**
 * Does something again until no other process holds the file. For the start of a program, before the lane is used.
 * @param reconnect makes the connection anew: one that has seen BUSY loses what it writes later (libsql-client-ts #352).
 */
export async function whenFree<Result>(
  action: () => Promise<Result>,
  reconnect: () => Promise<void> | void,
): Promise<Result> {
  const deadline = performance.now() + PATIENCE
  for (;;) {
    try {
      return await action()
    } catch (error) {
      if (!isBusy(error)) throw error
      await reconnect()
      if (performance.now() > deadline) throw error
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}
