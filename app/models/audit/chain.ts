import { createHash } from 'node:crypto'

/** An entry of the audit trail as its row stands in the table. */
export type ChainedEntry = {
  id: number
  at: number
  actorId: string | null
  actorName: string
  action: string
  subject: string
  subjectId: string
  eventId: string | null
  before: string | null
  after: string | null
}

/** The end of the chain at some moment: the last entry that has a link, and the hash of that link. */
export type Head = { entryId: number; hash: string }

/** What the first entry is chained to. */
export const CHAIN_START: Head = { entryId: 0, hash: '0'.repeat(64) }

/**
 * The hash of an entry's link: SHA-256, lower-case hex, over the hash of the link before it, a line feed, and the
 * columns of the row in the table's sequence as a JSON array without spaces.
 */
export function hashLink(previous: string, entry: ChainedEntry): string {
  const { id, at, actorId, actorName, action, subject, subjectId, eventId, before, after } = entry
  const columns = [
    ...[id, at, actorId, actorName, action],
    ...[subject, subjectId, eventId, before, after],
  ]
  return createHash('sha256')
    .update(`${previous}\n${JSON.stringify(columns)}`)
    .digest('hex')
}

/** A head as one word, to be kept elsewhere. */
export function formatHead({ entryId, hash }: Head): string {
  return `${entryId}:${hash}`
}

/** @returns undefined when the text is no head. */
export function parseHead(text: string): Head | undefined {
  const [, entryId, hash] = /^\s*(\d{1,15}):([0-9a-f]{64})\s*$/i.exec(text) ?? []
  return entryId && hash ? { entryId: Number(entryId), hash: hash.toLowerCase() } : undefined
}
