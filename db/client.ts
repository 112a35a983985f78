import { type Client, createClient } from '@libsql/client'
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql'
import { readWhileThere, stopWatchingFiles, watchFiles } from '#db/failures/condition.ts'
import { askServer, PROBE_PATIENCE } from '#db/remote/ask-server.ts'
import { assertServerSyncs } from '#db/remote/server-sync.ts'
import { whenFree } from './busy.ts'
import { openReader, type Reader } from './reader.ts'
import * as schema from './schema.ts'

/** The driver blocks the event loop while it waits for another process; the lane waits longer. */
const DRIVER_TIMEOUT_MS = 25

export type DatabaseAddress = { url: string; authToken?: string | undefined }
export type OpenOptions = {
  /** A guest never checkpoints: in this driver's SQLite that can lose a commit of another process. */
  isGuest?: boolean | undefined
  /** Accept a server that may lose acknowledged writes in a power cut. */
  acceptsNormalSync?: boolean | undefined
}
type Opened = OpenOptions & {
  client: Client
  witness: Client | undefined
  reader: Reader | undefined
  asker: Client | undefined
  prober: Client | undefined
  reads: LibSQLDatabase<typeof schema>
  address: DatabaseAddress
}

let opened: Opened | undefined

/** Never closed while the process runs, as close() leaks a descriptor. */
export async function openDatabase(
  address: DatabaseAddress,
  { isGuest = false, acceptsNormalSync = false }: OpenOptions = {},
): Promise<void> {
  if (opened) throw new Error('the database is already open')
  const client = connect(address)
  const file = filePathOf(address)
  if (file) await assertDurable(client)
  const reader = file ? openReader(file, DRIVER_TIMEOUT_MS) : undefined
  // Page queries fail at once while the server is known to be silent, and must not delay the probe that sees it return.
  const asker = file ? undefined : connect(address, askWhileThere)
  const prober = file ? undefined : connect(address, askBriefly)
  const reads = drizzle((reader ?? asker) as Client, { schema })
  if (!file && !acceptsNormalSync) await assertServerSyncs(client)
  opened = { client, witness: undefined, reader, asker, prober, reads, address, isGuest }
  await leaveCheckpoints()
  await reader?.execute('SELECT 1 FROM sqlite_schema LIMIT 1')
  if (file) watchFiles(file)
}

export async function reconnect(): Promise<void> {
  const { client } = required()
  await client.reconnect()
  await leaveCheckpoints()
  // Open the file now: later, another file could have its name.
  if (isLocalFile())
    await client.execute('SELECT 1 FROM sqlite_schema LIMIT 1').catch(() => undefined)
}

/** SQLite sets checkpoints per connection, so this must run after each reconnect. */
async function leaveCheckpoints(): Promise<void> {
  if (required().isGuest && isLocalFile())
    await required().client.execute('PRAGMA wal_autocheckpoint = 0')
}

export function databaseAddress(database: string, authToken?: string): DatabaseAddress {
  return /^(file|libsql|https?|wss?):/.test(database)
    ? { url: database, authToken }
    : { url: `file:${database}` }
}

/** For queries only: write through `write` of lane.ts. */
export function db(): LibSQLDatabase<typeof schema> {
  return required().reads
}

export function keptQuery<Kept>(build: (reads: ReturnType<typeof db>) => Kept): () => Kept {
  const built = new WeakMap<ReturnType<typeof db>, Kept>()
  return () => {
    const reads = db()
    const kept = built.get(reads) ?? build(reads)
    built.set(reads, kept)
    return kept
  }
}

export function rawClient(): Client {
  return required().client
}

export function probeClient(): Client {
  return required().prober ?? required().client
}

/** Never writes: it shows whether a write that the first connection acknowledged is really stored. */
export function witnessClient(): Client {
  const current = required()
  current.witness ??= connect(current.address)
  return current.witness
}

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
    timeout: DRIVER_TIMEOUT_MS,
    fetch,
    intMode: 'number',
  })
}

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

/** Changing the journal mode needs exclusive access, so skip it when it is WAL already. */
async function setJournalMode(client: Client): Promise<void> {
  const turnOn = async () => {
    const mode = (await client.execute('PRAGMA journal_mode')).rows[0]?.[0]
    if (mode !== 'wal') await client.execute('PRAGMA journal_mode = WAL')
  }
  await whenFree(turnOn, () => client.reconnect())
}
