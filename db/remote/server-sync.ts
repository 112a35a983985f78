import type { Client } from '@libsql/client'
import { codesOf } from '#db/failures/causes.ts'

const LEVELS = ['OFF', 'NORMAL', 'FULL', 'EXTRA']
const FULL = LEVELS.indexOf('FULL')

/** By default (`durability_mode` `relaxed`) a libSQL server answers before its log is on disk. */
export async function assertServerSyncs(client: Client): Promise<void> {
  const level = await readSynchronous(client)
  if (level !== undefined && level >= FULL) return
  const found = level === undefined ? 'not told' : (LEVELS[level] ?? level)
  throw new Error(
    `the database server may lose acknowledged writes in a power cut: its PRAGMA synchronous is ${found}, not FULL. Set its durability_mode to strong (docs/scaling.md), or DATABASE_ACCEPT_NORMAL_SYNC=true to accept that`,
  )
}

async function readSynchronous(client: Client): Promise<number | undefined> {
  try {
    const level = (await client.execute('PRAGMA synchronous')).rows[0]?.[0]
    return typeof level === 'number' ? level : undefined
  } catch (error) {
    // The server's answer to a pragma that it does not allow.
    if (codesOf(error).includes('SQL_PARSE_ERROR')) return undefined
    throw error
  }
}
