import type { Handler } from 'hono'
import { probeClient } from '#db/client.ts'
import { findTrouble, sayTrouble, unavailability } from '#db/failures/condition.ts'
import { pendingMigrations } from '#db/migrations.ts'
import type { Door } from '#server/door.ts'

export const isAlive: Handler<Door> = c => c.text('alive\n')

export const isReady: Handler<Door> = async c => {
  const problem = await findProblem()
  return problem ? c.text(`not ready: ${problem}\n`, 503) : c.text('ready\n')
}

async function findProblem(): Promise<string | undefined> {
  const trouble = findTrouble()
  if (trouble) return sayTrouble(trouble)
  try {
    const pending = await pendingMigrations(probeClient())
    return pending.length > 0 ? 'the database lacks migrations' : undefined
  } catch (error) {
    const reason = unavailability(error)
    if (reason) return sayTrouble(reason)
    return error instanceof Error ? error.message : 'the database does not answer'
  }
}
