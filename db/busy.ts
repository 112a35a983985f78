import { codesOf } from '#db/failures/causes.ts'

/** Milliseconds. */
export const PATIENCE = 10_000

/** SQLite's codes, and a libSQL server's for a batch ended because another waited. Nothing is stored then. */
const BUSY = /^(SQLITE_(BUSY|LOCKED)|TRANSACTION_(TIMEOUT|BUSY)$)/

export function isBusy(error: unknown): boolean {
  return codesOf(error).some(code => BUSY.test(code))
}

/** For a program's start. Reconnects: a connection that saw BUSY loses later writes (libsql-client-ts #352). */
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
