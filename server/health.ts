import type { Handler } from 'hono'
import { rawClient } from '#db/client.ts'
import { pendingMigrations } from '#db/migrations.ts'
import type { Door } from './door.ts'

export const isAlive: Handler<Door> = c => c.text('alive\n')

/** Ready means: the database answers, and has the tables that this program knows. */
export const isReady: Handler<Door> = async c => {
  const problem = await findProblem()
  return problem ? c.text(`not ready: ${problem}\n`, 503) : c.text('ready\n')
}

async function findProblem(): Promise<string | undefined> {
  try {
    const pending = await pendingMigrations(rawClient())
    return pending.length > 0 ? 'the database lacks migrations' : undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'the database does not answer'
  }
}
