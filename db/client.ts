import { type Client, createClient } from '@libsql/client'
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql'
import { readWhileThere, stopWatchingFiles, watchFiles } from '#db/failures/condition.ts'
import { askServer, PROBE_PATIENCE } from '#db/remote/ask-server.ts'
import { assertServerSyncs } from '#db/remote/server-sync.ts'
import { whenFree } from './busy.ts'
import { openReader, type Reader } from './reader.ts'
import * as schema from './schema.ts'

/** Milliseconds the driver may hold the event loop waiting for another process; the lane waits beyond it. */
const DRIVER_TIMEOUT = 25

export type DatabaseAddress = { url: string; authToken?: string | undefined }
export type OpenOptions = {
  /**
   * For a command that may run beside the server. It never checkpoints: in the SQLite of this driver a checkpoint
   * of one process that meets a commit of another can lose the commit.
   */
  isGuest?: boolean | undefined
  /** Whether a server may acknowledge what a power cut there can take. */
  acceptsNormalSync?: boolean | undefined
}
type Opened = OpenOptions & {
  client: Client
  witness: Client | undefined
  reader: Reader | undefined
  /** What reads from a server. */
  asker: Client | undefined
  /** What asks a server whether it is there. */
  prober: Client | undefined
  reads: LibSQLDatabase<typeof schema>
  address: DatabaseAddress
}

let opened: Opened | undefined

/**
 * Opens the one client of this process (close() leaks a descriptor, so it lives as long as we do)
 * and asserts the settings that our durability rests on.
 * @throws Error when the database cannot be opened or runs with other settings.
 */
export async function openDatabase(
  address: DatabaseAddress,
  { isGuest = false, acceptsNormalSync = false }: OpenOptions = {},
): Promise<void> {
  if (opened) throw new Error('the database is already open')
  const client = connect(address)
  const file = filePathOf(address)
  if (file) await assertDurable(client)
  const reader = file ? openReader(file, DRIVER_TIMEOUT) : undefined
  // Pages must not wait for a server that is known to be silent, nor stand in the way of who asks whether it is back.
  const asker = file ? undefined : connect(address, askWhileThere)
  const prober = file ? undefined : connect(address, askBriefly)
  const reads = drizzle((reader ?? asker) as Client, { schema })
  if (!file && !acceptsNormalSync) await assertServerSyncs(client)
  opened = { client, witness: undefined, reader, asker, prober, reads, address, isGuest }
  await leaveCheckpoints()
  await reader?.execute('SELECT 1 FROM sqlite_schema LIMIT 1')
  if (file) watchFiles(file)
}

/** A new connection in the place of one that can no longer be trusted, with the same settings. */
export async function reconnect(): Promise<void> {
  const { client } = required()
  await client.reconnect()
  await leaveCheckpoints()
  // Opened now and not at its next use: later another file could have the name.
  if (isLocalFile())
    await client.execute('SELECT 1 FROM sqlite_schema LIMIT 1').catch(() => undefined)
}

/** Checkpoints are set for each connection, and only a guest leaves them to others. */
async function leaveCheckpoints(): Promise<void> {
  if (required().isGuest && isLocalFile())
    await required().client.execute('PRAGMA wal_autocheckpoint = 0')
}

/** Turns `DATABASE` into an address for the driver: a path becomes a file: URL. */
export function databaseAddress(database: string, authToken?: string): DatabaseAddress {
  return /^(file|libsql|https?|wss?):/.test(database)
    ? { url: database, authToken }
    : { url: `file:${database}` }
}

/** Queries. Writing goes through `write` of lane.ts, never through this. */
export function db(): LibSQLDatabase<typeof schema> {
  return required().reads
}

/** A query that is built once for the open database, with placeholders for what differs each time. */
export function keptQuery<Kept>(build: (reads: ReturnType<typeof db>) => Kept): () => Kept {
  const built = new WeakMap<ReturnType<typeof db>, Kept>()
  return () => {
    const reads = db()
    const kept = built.get(reads) ?? build(reads)
    built.set(reads, kept)
    return kept
  }
}

/** The raw client, for the lane, the migrations and the backup only. */
export function rawClient(): Client {
  return required().client
}

/** The same for a question that must not wait: behind a server its patience is short. */
export function probeClient(): Client {
  return required().prober ?? required().client
}

/** A second connection that never writes: it tells whether what the first acknowledged is really there. */
export function witnessClient(): Client {
  const current = required()
  current.witness ??= connect(current.address)
  return current.witness
}

/** Whether the database is a file that this process has open, and not a server. */
export function isLocalFile(): boolean {
  return filePathOf(required().address) !== undefined
}

export function closeDatabase(): void {
  opened?.witness?.close()
  opened?.reader?.close()
  opened?.asker?.close()
  opened?.prober?.close()
  opened?.client.close()
  opened = undefined
  stopWatchingFiles()
}

function required(): Opened {
  if (!opened) throw new Error('the database is not open')
  return opened
}

const ask = (request: Request) => askServer(request)
const askBriefly = (request: Request) => askServer(request, { patience: PROBE_PATIENCE })
const askWhileThere = (request: Request) => readWhileThere(ending => askServer(request, { ending }))

function connect(address: DatabaseAddress, fetch = ask): Client {
  return createClient({
    url: address.url,
    authToken: address.authToken,
    timeout: DRIVER_TIMEOUT,
    fetch,
    intMode: 'number',
  })
}

/** The path in a file: address, as the client reads it; undefined for a remote server. */
export function filePathOf({ url }: DatabaseAddress): string | undefined {
  return url.startsWith('file:') ? decodeURIComponent(url.replace(/^file:(\/\/)?/, '')) : undefined
}

async function assertDurable(client: Client): Promise<void> {
  await setJournalMode(client)
  const expected = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1 }
  for (const [pragma, value] of Object.entries(expected)) {
    const row = (await client.execute(`PRAGMA ${pragma}`)).rows[0]
    if (row?.[0] !== value)
      throw new Error(`the database runs with ${pragma} = ${row?.[0]}, not ${value}`)
  }
}

/** Changing the journal mode needs the file alone for a moment, so it is tried only when it is not WAL. */
async function setJournalMode(client: Client): Promise<void> {
  const turnOn = async () => {
    const mode = (await client.execute('PRAGMA journal_mode')).rows[0]?.[0]
    if (mode !== 'wal') await client.execute('PRAGMA journal_mode = WAL')
  }
  await whenFree(turnOn, () => client.reconnect())
}
