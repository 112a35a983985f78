import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import Database from 'libsql'
import { serveLocally } from '#app/testing/local-server.ts'

/**
 * A libSQL server for tests, on a database file: the part of "Hrana over HTTP" version 2 with JSON that the client
 * speaks (github.com/tursodatabase/libsql, docs/HTTP_V2_SPEC.md).
 */
export type LibsqlServer = {
  url: string
  /** Pipelines answered so far: each is one round trip. */
  trips(): number
  be(state: State): Promise<void>
  stop(): Promise<void>
}

/**
 * Answers; refuses connections; accepts and stays silent; refuses writes, or everything, as it does over quota;
 * or obeys but does not answer pipelines that mention these words.
 */
type State = 'well' | 'away' | 'silent' | { blocks: Kind } | { muteOn: string }
type Kind = 'writes' | 'all'
export type ServerOptions = {
  token?: string
  /** `durability_mode` of the real one, whose default is `relaxed`. */
  durability?: 'strong' | 'relaxed'
}

/** The real limits by default, in bytes (version 0.24.32; `max_row_size`, `--max-response-size`). */
const MOST_IN_VALUE = 5_000_000
const MOST_IN_ANSWER = 10_000_000

type Value =
  | { type: 'null' }
  | { type: 'integer' | 'text'; value: string }
  | { type: 'float'; value: number }
  | { type: 'blob'; base64: string }
type Statement = {
  sql?: string
  sql_id?: number
  args?: Value[]
  named_args?: { name: string; value: Value }[]
}
type Condition =
  | { type: 'ok' | 'error'; step: number }
  | { type: 'not'; cond: Condition }
  | { type: 'and' | 'or'; conds: Condition[] }
type Request =
  | { type: 'execute'; stmt: Statement }
  | { type: 'batch'; batch: { steps: { condition?: Condition; stmt: Statement }[] } }
  | { type: 'sequence'; sql?: string; sql_id?: number }
  | { type: 'store_sql'; sql_id: number; sql: string }
  | { type: 'close_sql'; sql_id: number }
  | { type: 'close' }
type Failure = { message: string; code?: string | undefined }
type Batch = { step_results: unknown[]; step_errors: (Failure | null)[] }

export async function startLibsqlServer(
  file: string,
  { token = '', durability = 'strong' }: ServerOptions = {},
): Promise<LibsqlServer> {
  const streams = new Map<string, Stream>()
  let [trips, state]: [number, State] = [0, 'well']
  const isSilent = () => state === 'silent'
  const server = createServer(async (request, response) => {
    if (request.url !== '/v2/pipeline') return response.writeHead(404).end()
    if (token && request.headers.authorization !== `Bearer ${token}`)
      return response.writeHead(401).end('{"message":"Unauthorized"}')
    const asked = await textOf(request)
    if (isSilent()) return
    const { baton, requests } = JSON.parse(asked)
    const stream = streams.get(baton) ?? new Stream(file, durability)
    streams.delete(baton)
    stream.blocks = typeof state === 'object' && 'blocks' in state ? state.blocks : undefined
    const results = requests.map((each: Request) => stream.answer(each))
    trips += 1
    if (typeof state === 'object' && 'muteOn' in state && asked.includes(state.muteOn))
      return response.destroy()
    const next = stream.isOpen ? randomUUID() : null
    if (next) streams.set(next, stream)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ baton: next, base_url: null, results }))
  })
  const { url, listenAgain, close } = await serveLocally(server)
  return {
    url,
    trips: () => trips,
    async be(next) {
      if (next === 'away' && state !== 'away') await close()
      if (next !== 'away' && state === 'away') await listenAgain()
      if (state === 'silent') server.closeAllConnections()
      state = next
    },
    async stop() {
      for (const stream of streams.values()) stream.end()
      if (state !== 'away') await close()
    },
  }
}

class Stream {
  private readonly database: Database.Database
  private readonly texts = new Map<number, string>()
  isOpen = true
  blocks: Kind | undefined

  constructor(file: string, durability: 'strong' | 'relaxed') {
    this.database = new Database(file, { timeout: 5000 } as Database.Options)
    this.database.exec('PRAGMA foreign_keys = ON')
    this.database.exec(`PRAGMA synchronous = ${durability === 'strong' ? 'FULL' : 'NORMAL'}`)
  }

  answer(request: Request) {
    try {
      return { type: 'ok', response: { type: request.type, ...this.carryOut(request) } }
    } catch (error) {
      return { type: 'error', error: failureOf(error) }
    }
  }

  end(): void {
    this.isOpen = false
    this.database.close()
  }

  private carryOut(request: Request): { result?: unknown } {
    switch (request.type) {
      case 'execute':
        return { result: this.execute(request.stmt) }
      case 'batch':
        return { result: this.batch(request.batch.steps) }
      case 'sequence':
        this.database.exec(this.textOf(request))
        return {}
      case 'store_sql':
        this.texts.set(request.sql_id, request.sql)
        return {}
      case 'close_sql':
        this.texts.delete(request.sql_id)
        return {}
      case 'close':
        this.end()
        return {}
    }
  }

  private batch(steps: { condition?: Condition; stmt: Statement }[]): Batch {
    const done: Batch = { step_results: [], step_errors: [] }
    for (const { condition, stmt } of steps) {
      let [result, failure]: [unknown, Failure | null] = [null, null]
      try {
        if (!condition || holds(condition, done)) result = this.execute(stmt)
      } catch (error) {
        failure = failureOf(error)
      }
      done.step_results.push(result)
      done.step_errors.push(failure)
    }
    return done
  }

  private execute(statement: Statement) {
    const prepared = this.database.prepare(this.allowed(statement)).safeIntegers(true)
    const named = (statement.named_args ?? []).map(({ name, value }) => [
      name.replace(/^[:@$]/, ''),
      fromWire(value),
    ])
    const args = named.length > 0 ? [Object.fromEntries(named)] : statement.args?.map(fromWire)
    const given = args ?? []
    if (given.some(value => sizeOf(value) > MOST_IN_VALUE))
      throw failure('ARGS_INVALID', `Arguments do not match SQL parameters: ${TOO_BIG}`)
    if (!returnsRows(prepared)) {
      const { changes, lastInsertRowid } = prepared.run(...given)
      return {
        ...{ cols: [], rows: [] },
        affected_row_count: changes,
        last_insert_rowid: String(lastInsertRowid),
      }
    }
    const cols = prepared.columns().map(({ name, type }) => ({ name, decltype: type }))
    const found = prepared.raw(true).all(...given) as unknown[][]
    refuseLarge(found.flat().map(sizeOf))
    const rows = found.map(row => row.map(toWire))
    return { cols, rows, affected_row_count: 0, last_insert_rowid: null }
  }

  /** The text of a statement, unless the real server would refuse it or was told to block it. */
  private allowed(statement: Statement): string {
    const text = this.textOf(statement)
    if (text.length > MOST_IN_VALUE) throw failure('SQLITE_TOOBIG', `SQLite error: ${TOO_BIG}`)
    if (/^\s*PRAGMA synchronous\s*=/i.test(text))
      throw failure(
        'SQL_PARSE_ERROR',
        `SQL string could not be parsed: unsupported statement: ${text}`,
      )
    const isFree = /^\s*(COMMIT|ROLLBACK)/i.test(text)
    const isRead = /^\s*(SELECT|BEGIN|WITH(?![\s\S]*\b(INSERT|UPDATE|DELETE)\b))/i.test(text)
    if (this.blocks && !isFree && (this.blocks === 'all' || !isRead))
      throw failure('BLOCKED', 'Operation was blocked: quota')
    return text
  }

  private textOf({ sql, sql_id }: { sql?: string; sql_id?: number }): string {
    const text = sql ?? this.texts.get(sql_id ?? -1)
    if (text === undefined) throw new Error('there is no such statement')
    return text
  }
}

function holds(condition: Condition, done: Batch): boolean {
  switch (condition.type) {
    case 'ok':
      return done.step_results[condition.step] !== null
    case 'error':
      return done.step_errors[condition.step] !== null
    case 'not':
      return !holds(condition.cond, done)
    case 'and':
      return condition.conds.every(each => holds(each, done))
    case 'or':
      return condition.conds.some(each => holds(each, done))
  }
}

function returnsRows(statement: Database.Statement): boolean {
  try {
    statement.raw(true)
    return true
  } catch {
    return false
  }
}

const TOO_BIG = 'string or blob too big'
const failure = (code: string, message: string) => Object.assign(new Error(message), { code })

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  return value instanceof Uint8Array ? value.length : 8
}

function refuseLarge(sizes: number[]): void {
  if (sizes.some(size => size > MOST_IN_VALUE))
    throw failure('SQLITE_TOOBIG', `SQLite error: ${TOO_BIG}`)
  if (sizes.reduce((sum, size) => sum + size, 0) > MOST_IN_ANSWER)
    throw failure('RESPONSE_TOO_LARGE', 'Response is too large')
}

function failureOf(error: unknown): Failure {
  const { message, code } = error as Error & { code?: string }
  return { message, code }
}

function fromWire(value: Value): unknown {
  if (value.type === 'null') return null
  if (value.type === 'integer') return BigInt(value.value)
  if (value.type === 'blob') return Buffer.from(value.base64, 'base64')
  return value.value
}

function toWire(value: unknown): Value {
  if (value === null) return { type: 'null' }
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) }
  if (typeof value === 'number') return { type: 'float', value }
  if (typeof value === 'string') return { type: 'text', value }
  return { type: 'blob', base64: Buffer.from(value as Uint8Array).toString('base64') }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
