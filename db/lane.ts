import type { InStatement, ResultSet, Row } from '@libsql/client'
import { type SQL, sql } from 'drizzle-orm'
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core'
import { causesOf, findCause } from '#db/failures/causes.ts'
import {
  DatabaseUnavailableError,
  findMovedFile,
  isUnsure,
  noteFailing,
  refuseInTrouble,
  unavailability,
} from '#db/failures/condition.ts'
import { isBusy, PATIENCE, whenFree } from './busy.ts'
import { isLocalFile, rawClient, reconnect, witnessClient } from './client.ts'

/** Writes that may wait; more are refused, so that a jam shows. */
const LANE_LENGTH = 500

/** When the condition holds, nothing of the batch is written. */
export type Guard<Reason extends string> = { refuse: Reason; when: SQL }
type Query = { toSQL(): { sql: string; params: unknown[] } }
export type WriteStep<Reason extends string> = Guard<Reason> | SQL | Query

export type Written = { refusal: undefined; rows: Row[][] }
export type Refused<Reason extends string> = { refusal: Reason }

export class LaneFullError extends Error {
  override name = 'LaneFullError'
}

/** Nothing was written. */
export class DatabaseBusyError extends Error {
  override name = 'DatabaseBusyError'
}

export function willPass(error: unknown): boolean {
  const isJam = findCause(error, LaneFullError) ?? findCause(error, DatabaseBusyError)
  return isJam !== undefined || unavailability(error) !== undefined
}

export function refuseIf<Reason extends string>(refuse: Reason, when: SQL): Guard<Reason> {
  return { refuse, when }
}

export function refuseUnless<Reason extends string>(refuse: Reason, condition: SQL): Guard<Reason> {
  return { refuse, when: sql`NOT coalesce((${condition}), 0)` }
}

let tail: Promise<unknown> = Promise.resolve()
let waiting = 0

/**
 * One atomic batch, after all writes asked for earlier. A guard sees what the steps before it wrote.
 * @throws LaneFullError, DatabaseBusyError, DatabaseUnavailableError or the driver's error; never half a batch
 */
export async function write<Reason extends string>(
  steps: WriteStep<Reason>[],
): Promise<Written | Refused<Reason>> {
  refuseInTrouble()
  if (waiting >= LANE_LENGTH) throw new LaneFullError('too many writes are waiting')
  waiting += 1
  // Counted from here: writes behind a delayed one wait no longer than it does. The wall clock may be set.
  const deadline = performance.now() + PATIENCE
  const turn = tail.then(() => writeNow(steps, deadline))
  tail = turn.catch(() => undefined)
  return turn.finally(() => {
    waiting -= 1
  })
}

export async function laneIsEmpty(): Promise<void> {
  await tail
}

async function writeNow<Reason extends string>(
  steps: WriteStep<Reason>[],
  deadline: number,
): Promise<Written | Refused<Reason>> {
  const reasons: Reason[] = []
  const statements = steps.map(step => toStatement(step, reasons))
  refuseToRebuild(statements)
  try {
    const results = await commit(statements, deadline)
    return { refusal: undefined, rows: results.map(r => r.rows) }
  } catch (error) {
    const refusal = refusalOf(error, reasons)
    if (refusal !== undefined) return { refusal }
    throw error
  }
}

const dialect = new SQLiteAsyncDialect()

function toStatement<Reason extends string>(
  step: WriteStep<Reason>,
  reasons: Reason[],
): InStatement {
  if ('refuse' in step) {
    reasons.push(step.refuse)
    const position = sql.raw(String(reasons.length - 1))
    return toStatement(
      // The trigger refusals_abort, which knows 30 positions, raises "refused N", which refusalOf() reads.
      sql`INSERT INTO refusals (position) SELECT ${position} WHERE (${step.when})`,
      reasons,
    )
  }
  if ('toSQL' in step) {
    const query = step.toSQL()
    return { sql: query.sql, args: query.params as never }
  }
  const query = dialect.sqlToQuery(step)
  return { sql: query.sql, args: query.params as never }
}

/** Triggers guard the audit trail; this keeps a batch from dropping them. */
function refuseToRebuild(statements: InStatement[]): void {
  for (const statement of statements) {
    const text = typeof statement === 'string' ? statement : statement.sql
    if (/^\W*(drop|alter|create|pragma|attach|detach|vacuum|reindex)\b/i.test(text))
      throw new Error('the lane writes rows; tables and triggers are changed by migrations alone')
  }
}

function refusalOf<Reason extends string>(error: unknown, reasons: Reason[]): Reason | undefined {
  const said = causesOf(error).map(each => /refused ([a-z0-9-]+)/.exec(each.message)?.[1])
  const named = said.find(each => each !== undefined)
  if (named === undefined) return undefined
  return /^\d+$/.test(named) ? reasons[Number(named)] : (named as Reason)
}

let mustProve = false

async function commit(statements: InStatement[], deadline: number): Promise<ResultSet[]> {
  refuseInTrouble()
  try {
    const results = await commitWhenFree(statements, deadline)
    // A write into a file that has lost its name may or may not be found again.
    const moved = findMovedFile()
    if (moved) throw new DatabaseUnavailableError(moved, undefined, true)
    return results
  } catch (error) {
    const known = findCause(error, DatabaseUnavailableError)
    if (known) throw known
    const reason = unavailability(error)
    if (!reason) throw error
    // A probe must succeed and replace the connection before its next use.
    noteFailing(reason)
    mustProve = isLocalFile()
    throw new DatabaseUnavailableError(reason, { cause: error }, isUnsure(error))
  }
}

async function commitWhenFree(statements: InStatement[], deadline: number): Promise<ResultSet[]> {
  for (let pause = 5; ; pause = Math.min(pause * 2, 250)) {
    try {
      if (!mustProve) return await rawClient().batch(statements, 'write')
      const results = await commitWithProof(statements)
      mustProve = false
      return results
    } catch (error) {
      if (!isBusy(error)) throw error
      // A connection that has seen BUSY acknowledges writes that it never commits (libsql-client-ts #352).
      await reconnect()
      mustProve = isLocalFile()
      if (performance.now() > deadline)
        throw new DatabaseBusyError('another process holds the database', { cause: error })
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  }
}

/** After a BUSY, a commit counts only if a second connection sees it; otherwise the process must end. */
async function commitWithProof(statements: InStatement[]): Promise<ResultSet[]> {
  const proof = 'UPDATE write_proofs SET number = number + 1 WHERE id = 1 RETURNING number'
  const results = await rawClient().batch([...statements, proof], 'write')
  const written = results.pop()?.rows[0]?.number
  const seen = await lookFromElsewhere()
  if (Number(seen.rows[0]?.number) >= Number(written)) return results
  console.error(
    JSON.stringify({
      level: 'fatal',
      msg: 'an acknowledged write is not in the database; stopping',
    }),
  )
  process.exit(70)
}

/** If the second connection cannot look, the commit may be stored, so nothing is sent again. */
async function lookFromElsewhere(): Promise<ResultSet> {
  const proof = 'SELECT number FROM write_proofs WHERE id = 1'
  try {
    return await whenFree(
      () => witnessClient().execute(proof),
      () => witnessClient().reconnect(),
    )
  } catch (cause) {
    const reason = unavailability(cause) ?? 'the last write cannot be read back'
    noteFailing(reason)
    throw new DatabaseUnavailableError(reason, { cause }, true)
  }
}
