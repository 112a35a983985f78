import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Client, createClient } from '@libsql/client'

export type CopyJob = { source: string; target: string }
export const NOTHING: CopyJob = { source: '', target: '' }
/** Failures travel as data, because an error loses its class between threads. */
export type CopyAnswer = { problem: string | undefined }

/** No request waits on this connection. */
const PATIENCE_MS = 30_000

export default async function work({ source, target }: CopyJob): Promise<CopyAnswer> {
  if (source === NOTHING.source) return { problem: undefined }
  try {
    if (!existsSync(source)) throw new Error(`${source}: there is no such file`)
    await copy(source, target)
    const problem = await findDamage(target)
    if (problem) throw new Error(`the copy is damaged: ${problem}`)
    syncToDisk(target)
    return { problem: undefined }
  } catch (error) {
    rmSync(target, { force: true })
    rmSync(`${target}-journal`, { force: true })
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

// Read-only, so it never checkpoints: a checkpoint can lose another connection's commit in this driver's SQLite.
async function copy(source: string, target: string): Promise<void> {
  await withReadOnly(source, async client => {
    await client.execute({ sql: 'VACUUM file INTO ?', args: [target] })
  })
}

export async function findDamage(file: string): Promise<string | undefined> {
  return withReadOnly(file, async client => {
    const integrity = (await client.execute('PRAGMA file.integrity_check(1)')).rows[0]?.[0]
    if (integrity !== 'ok') return String(integrity)
    const lost = (await client.execute('PRAGMA file.foreign_key_check')).rows[0]
    return lost ? `a row of ${lost.table} refers to a missing row of ${lost.parent}` : undefined
  })
}

async function withReadOnly<Result>(
  file: string,
  action: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = createClient({ url: ':memory:', timeout: PATIENCE_MS })
  try {
    const url = `${pathToFileURL(path.resolve(file)).href}?mode=ro`
    await client.execute({ sql: 'ATTACH ? AS file', args: [url] })
    await client.execute('PRAGMA wal_autocheckpoint = 0')
    return await action(client)
  } finally {
    // The driver closes a connection only when it is garbage collected; DETACH frees the file at once.
    await client.execute('DETACH file').catch(() => undefined)
    client.close()
  }
}

function syncToDisk(file: string): void {
  const descriptor = openSync(file, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
