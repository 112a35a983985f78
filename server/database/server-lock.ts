import { type Client, createClient, type Transaction } from '@libsql/client'
import { settings } from '#app/settings.server.ts'
import { isBusy } from '#db/busy.ts'
import { unavailability } from '#db/failures/condition.ts'
import { makePrivateFile } from '#db/files/private-files.ts'

/** The operating system releases it when the process ends, however that happens. */
let held: { client: Client; lock: Transaction } | undefined

/** The only transaction that stays open: on a small file beside the database. @throws Error naming the holder */
export async function lockDatabase(databaseFile: string): Promise<void> {
  makePrivateFile(`${databaseFile}.lock`)
  const client = createClient({ url: `file:${databaseFile}.lock`, timeout: 0 })
  try {
    await client.executeMultiple(`CREATE TABLE IF NOT EXISTS holder (pid INTEGER, since TEXT);
      CREATE TABLE IF NOT EXISTS address (url TEXT)`)
    await client.batch(
      [
        'DELETE FROM holder',
        { sql: 'INSERT INTO holder VALUES (?, ?)', args: [process.pid, new Date().toISOString()] },
        'DELETE FROM address',
        { sql: 'INSERT INTO address VALUES (?)', args: [settings().APP_URL] },
      ],
      'write',
    )
    held = { client, lock: await client.transaction('write') }
  } catch (error) {
    if (!isBusy(error)) {
      client.close()
      const reason = unavailability(error) ?? 'it cannot be locked'
      const details = error instanceof Error ? error.message : error
      throw new Error(`${databaseFile} cannot be used: ${reason} (${details})`, { cause: error })
    }
    const holder = await client.execute('SELECT pid, since FROM holder').catch(() => undefined)
    client.close()
    const row = holder?.rows[0]
    const who = row ? `process ${row.pid}, running since ${row.since}` : 'another process'
    throw new Error(`${databaseFile} is in use by ${who}: one server a database file`, {
      cause: error,
    })
  }
}

export async function addressOfHolder(databaseFile: string): Promise<string | undefined> {
  const client = createClient({ url: `file:${databaseFile}.lock`, timeout: 0 })
  const found = await client.execute('SELECT url FROM address').catch(() => undefined)
  client.close()
  const url = found?.rows[0]?.url
  return typeof url === 'string' ? url : undefined
}

export function isDatabaseLocked(): boolean {
  return held !== undefined
}

export function unlockDatabase(): void {
  held?.lock.close()
  held?.client.close()
  held = undefined
}
