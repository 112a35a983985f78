import { createHash } from 'node:crypto'

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

export type Head = { entryId: number; hash: string }

export const CHAIN_START: Head = { entryId: 0, hash: '0'.repeat(64) }

/** Hex SHA-256 of the previous hash, a line feed, and the columns in table order as JSON without spaces. */
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

export function formatHead({ entryId, hash }: Head): string {
  return `${entryId}:${hash}`
}

export function parseHead(text: string): Head | undefined {
  const [, entryId, hash] = /^\s*(\d{1,15}):([0-9a-f]{64})\s*$/i.exec(text) ?? []
  return entryId && hash ? { entryId: Number(entryId), hash: hash.toLowerCase() } : undefined
}
