import { type SQL, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { CHAIN_START, type ChainedEntry, formatHead, type Head, hashLink } from './chain.ts'

/** Entries linked or checked before other requests get a turn. */
export const STEP = 250
/** For when another process was faster. */
const TRIES = 5

/** Runs after the changes, so that no change waits for its link. @returns the new head */
export async function linkEntries(stopping?: AbortSignal): Promise<Head> {
  for (let misses = 0; ; ) {
    const head = await findHead()
    const entries = await readEntriesAfter(head.entryId)
    if (entries.length === 0 || stopping?.aborted) return head
    const done = await write([
      refuseUnless('moved', sqlIsHead(head)),
      sql`INSERT INTO audit_links (entry_id, hash, linked_at)
        SELECT value ->> 0, value ->> 1, ${Date.now()} FROM json_each(${linksOf(head, entries)})`,
    ])
    misses = done.refusal ? misses + 1 : 0
    if (misses === TRIES) return leaveToOther(head)
    await new Promise(resolve => setImmediate(resolve))
  }
}

/** Where the head moves, another process links the entries. */
async function leaveToOther(before: Head): Promise<Head> {
  const head = await findHead()
  if (head.entryId === before.entryId) throw new Error('the audit trail cannot be chained')
  return head
}

export async function findHead(): Promise<Head> {
  const [head] = await db().all<Head>(
    sql`SELECT entry_id AS entryId, hash FROM audit_links ORDER BY entry_id DESC LIMIT 1`,
  )
  return head ?? CHAIN_START
}

export async function findLink(entryId: number): Promise<Head | undefined> {
  const [link] = await db().all<Head>(
    sql`SELECT entry_id AS entryId, hash FROM audit_links WHERE entry_id = ${entryId}`,
  )
  return link
}

export const entryColumns: SQL = sql`audit_entries.id, audit_entries.at, actor_id AS actorId,
  actor_name AS actorName, action, subject, subject_id AS subjectId, event_id AS eventId, before, after`

async function readEntriesAfter(entryId: number): Promise<ChainedEntry[]> {
  return db().all<ChainedEntry>(
    sql`SELECT ${entryColumns} FROM audit_entries WHERE id > ${entryId} ORDER BY id LIMIT ${STEP}`,
  )
}

function linksOf(head: Head, entries: ChainedEntry[]): string {
  let previous = head.hash
  const links = entries.map(entry => {
    previous = hashLink(previous, entry)
    return [entry.id, previous]
  })
  return JSON.stringify(links)
}

/** Two linkers would fork the chain: the second finds another head and starts over. */
function sqlIsHead(head: Head): SQL {
  const last = sql`SELECT entry_id || ':' || hash FROM audit_links ORDER BY entry_id DESC LIMIT 1`
  return sql`SELECT coalesce((${last}), ${formatHead(CHAIN_START)}) = ${formatHead(head)}`
}
