import { sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { entryColumns, STEP } from './chain.server.ts'
import { CHAIN_START, type ChainedEntry, type Head, hashLink } from './chain.ts'
import type { Finding } from './check.ts'

type Linked = ChainedEntry & { hash: string | null }

/** In steps, so that other requests get a turn. @returns the first break */
export async function walkChain(
  head: Head,
  report: (entryId: number) => void,
): Promise<Finding | undefined> {
  let previous = CHAIN_START
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const entries = await readLinked(after, head.entryId)
    for (const entry of entries) {
      const finding = await judge(previous, entry)
      if (finding) return finding
      previous = { entryId: entry.id, hash: entry.hash ?? '' }
    }
    if (entries.length < STEP) break
    after = previous.entryId
    report(after)
    await new Promise(resolve => setImmediate(resolve))
  }
  if (previous.entryId >= head.entryId) return undefined
  const [from, to] = [previous.entryId + 1, head.entryId]
  return { kind: from > (await lastNumber()) ? 'link-alone' : 'missing', from, to }
}

async function judge(previous: Head, entry: Linked): Promise<Finding | undefined> {
  const { id, hash } = entry
  const only = { from: id, to: id }
  if (id <= previous.entryId) return { kind: 'put-in', ...only }
  if (id > previous.entryId + 1) return { kind: 'missing', from: previous.entryId + 1, to: id - 1 }
  if (hash === null) return { kind: 'unlinked', ...only }
  const expected = hashLink(previous.hash, entry)
  if (hash === expected) return undefined
  return { kind: (await isNextOf(id, expected)) ? 'link-changed' : 'changed', ...only }
}

async function isNextOf(entryId: number, hash: string): Promise<boolean> {
  const [next] = await readLinked(entryId, entryId + 1)
  return next !== undefined && next.hash === hashLink(hash, next)
}

async function readLinked(after: number, upTo: number): Promise<Linked[]> {
  return db().all<Linked>(
    sql`SELECT ${entryColumns}, hash FROM audit_entries
      LEFT JOIN audit_links ON entry_id = audit_entries.id
      WHERE audit_entries.id > ${after} AND audit_entries.id <= ${upTo}
      ORDER BY audit_entries.id LIMIT ${STEP}`,
  )
}

/** Entries after the head have no link yet: only their numbers can be checked. */
export async function checkNewest(head: Head): Promise<Finding | undefined> {
  const [tail] = await db().all<{ count: number; newest: number; given: number }>(
    sql`SELECT count(*) AS count, coalesce(max(id), ${head.entryId}) AS newest, (${given}) AS given
      FROM audit_entries WHERE id > ${head.entryId}`,
  )
  if (!tail) return undefined
  const { count, newest } = tail
  if (tail.given < newest) return { kind: 'counter', from: newest, to: newest }
  if (count < newest - head.entryId) return findGap(head)
  if (tail.given > newest) return { kind: 'newest-missing', from: newest + 1, to: tail.given }
  return undefined
}

async function findGap(head: Head): Promise<Finding | undefined> {
  const [gap] = await db().all<{ from: number; to: number }>(
    sql`SELECT coalesce((SELECT max(id) FROM audit_entries AS b WHERE b.id < e.id), 0) + 1 AS "from", e.id - 1 AS "to"
      FROM audit_entries AS e WHERE e.id > ${head.entryId}
        AND NOT EXISTS (SELECT 1 FROM audit_entries AS b WHERE b.id = e.id - 1)
      ORDER BY e.id LIMIT 1`,
  )
  return gap && { kind: 'missing', ...gap }
}

/** The last number ever given to an entry. */
const given = sql`coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit_entries'), 0)`

async function lastNumber(): Promise<number> {
  const [row] = await db().all<{ given: number }>(sql`SELECT ${given} AS given`)
  return row?.given ?? 0
}
