import { stopCalculating } from '#app/models/draw/workers/workers.server.ts'
import { stopHashing } from '#app/models/sign-in/hashing/password.server.ts'
import { stopCopying } from '#db/backups/copy.ts'
import { closeDatabase } from '#db/client.ts'
import { laneIsEmpty } from '#db/lane.ts'
import { endChain } from '#server/database/audit-chain.ts'
import { unlockDatabase } from '#server/database/server-lock.ts'
import { log } from './log.ts'
import { stopTimers } from './timers.ts'

/** Milliseconds. */
const PATIENCE = 15_000

export function stopOnSignal(closeServer: () => Promise<unknown>): void {
  let isStopping = false
  const stop = async (signal: string) => {
    if (isStopping) return
    isStopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(0), PATIENCE).unref()
    const timersEnded = stopTimers()
    const copyingEnded = stopCopying()
    await closeServer()
    await Promise.all([timersEnded, copyingEnded])
    await laneIsEmpty()
    await endChain()
    await Promise.all([stopHashing(), stopCalculating()])
    closeDatabase()
    unlockDatabase()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
}
