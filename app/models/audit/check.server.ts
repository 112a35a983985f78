import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { migrations } from '#db/migrations.ts'
import {
  findSchemaFaults,
  SCHEMA_QUERY,
  type SchemaFault,
  type SchemaObject,
  sayFaults,
} from '#db/schema-check.ts'
import { findHead } from './chain.server.ts'
import type { Head } from './chain.ts'
import type { CheckOutcome, Finding } from './check.ts'
import { checkNewest, walkChain } from './walk.server.ts'

const MINUTE = 60_000
/** One a minute: three days under constant change. */
const REMEMBERED = 5000

type Keeping = {
  /** Oldest first. Recomputing the chain in the file cannot change these. */
  heads: (Head & { seenAt: number })[]
  running: Promise<void> | undefined
  progress: number
  outcome: CheckOutcome | undefined
  error: unknown
}

/** One for each open database: tests open many. */
const keepings = new WeakMap<object, Keeping>()

function keeping(): Keeping {
  const known = keepings.get(db())
  if (known) return known
  const none = { running: undefined, progress: 0, outcome: undefined, error: undefined }
  const fresh: Keeping = { heads: [], ...none }
  keepings.set(db(), fresh)
  return fresh
}

/** @returns whether it was remembered (at most one a minute), and so belongs in the log */
export function rememberHead(head: Head, now = Date.now()): boolean {
  const { heads } = keeping()
  const last = heads.at(-1)
  if (head.entryId === 0 || (last && now - last.seenAt < MINUTE) || last?.hash === head.hash)
    return false
  heads.push({ ...head, seenAt: now })
  if (heads.length > REMEMBERED) heads.shift()
  return true
}

export function lastCheck() {
  const { running, progress, outcome, error } = keeping()
  return { isUnderWay: running !== undefined, progress, outcome, error }
}

/** Joins a check that is running. Never rejects. */
export function startCheck(): Promise<void> {
  const state = keeping()
  state.running ??= checkTrail(state).then(
    outcome => Object.assign(state, { outcome, error: undefined, running: undefined }),
    error => Object.assign(state, { error, running: undefined }),
  ) as Promise<unknown> as Promise<void>
  return state.running
}

/** Waits 20 times as long as the last check took: at most a twentieth of the time. */
export async function checkIfOld(): Promise<void> {
  const { outcome } = keeping()
  const life = Math.max(3000, (outcome?.took ?? 0) * 20)
  if (!outcome || Date.now() - outcome.checkedAt > life) await startCheck()
}

export async function waitForCheck(check: Promise<void>, milliseconds: number): Promise<boolean> {
  const patience = new AbortController()
  const isOver = wait(milliseconds, false, { signal: patience.signal }).catch(() => false)
  const hasEnded = await Promise.race([check.then(() => true), isOver])
  patience.abort()
  return hasEnded
}

async function checkTrail(state: Keeping): Promise<CheckOutcome> {
  const startedAt = Date.now()
  state.progress = 0
  const head = await findHead()
  const broken = await walkChain(head, entryId => {
    state.progress = entryId / head.entryId
  })
  const found = [
    broken ?? (await checkNewest(head)),
    await checkRemembered(state.heads),
    ...(await checkSchema()),
  ]
  const findings = found.filter(finding => finding !== undefined)
  return { checkedAt: Date.now(), took: Date.now() - startedAt, head, findings }
}

async function checkRemembered(heads: Head[]): Promise<Finding | undefined> {
  const seen = JSON.stringify(heads.map(({ entryId, hash }) => [entryId, hash]))
  const [other] = await db().all<{ entryId: number }>(
    sql`SELECT seen.value ->> 0 AS entryId FROM json_each(${seen}) AS seen
      LEFT JOIN audit_links ON entry_id = seen.value ->> 0
      WHERE hash IS NOT seen.value ->> 1 ORDER BY 1 LIMIT 1`,
  )
  return other && { kind: 'rewritten', from: other.entryId, to: other.entryId }
}

/** Reports the triggers of the trail first. */
async function checkSchema(): Promise<Finding[]> {
  const faults = findSchemaFaults(await db().all<SchemaObject>(sql.raw(SCHEMA_QUERY)), migrations)
  const isGuard = ({ type, name, what }: SchemaFault) =>
    type === 'trigger' && what !== 'foreign' && name.startsWith('audit_')
  const triggers = faults.filter(isGuard).map(({ name }) => name)
  const others = faults.filter(fault => !isGuard(fault))
  return [
    ...(triggers.length > 0 ? [{ kind: 'unguarded' as const, triggers: triggers.sort() }] : []),
    ...(others.length > 0 ? [{ kind: 'schema' as const, faults: sayFaults(others) }] : []),
  ]
}
