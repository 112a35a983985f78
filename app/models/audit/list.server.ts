import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { fold, nameContains, personMatches } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { auditEntries, auditLinks, events, requests, users } from '#db/schema.ts'
import type { AuditFilter } from './filter.ts'
import { PROGRAM } from './view.ts'

const PAGE = 50
const subjects = alias(users, 'subjects')
const requesters = alias(users, 'requesters')

export async function listAudit(filter: AuditFilter) {
  const where = and(...(await conditions(filter)))
  const total = await db().$count(auditEntries, where)
  const pages = Math.max(1, Math.ceil(total / PAGE))
  const page = Math.min(filter.page, pages)
  const entries = await selectEntries(where, PAGE, (page - 1) * PAGE)
  return { entries, total, page, pages }
}

const FILE_STEP = 500

export async function* eachAudited(filter: AuditFilter) {
  const matches = await conditions(filter)
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const where = and(...matches, lt(auditEntries.id, before))
    const entries = await selectEntries(where, FILE_STEP, 0)
    yield entries
    before = entries.at(-1)?.id ?? 0
    if (entries.length < FILE_STEP) return
  }
}

export async function personHistory(userId: string, most: number) {
  const aboutPerson = and(eq(auditEntries.subject, 'user'), eq(auditEntries.subjectId, userId))
  return selectEntries(aboutPerson, most, 0)
}

export async function knownActions(): Promise<string[]> {
  const rows = await db()
    .selectDistinct({ action: auditEntries.action })
    .from(auditEntries)
    .orderBy(auditEntries.action)
  return rows.map(row => row.action)
}

/** Names are those of today, but the actor's is the one they had then. */
async function selectEntries(where: SQL | undefined, limit: number, offset: number) {
  return db()
    .select({
      id: auditEntries.id,
      at: auditEntries.at,
      actorId: auditEntries.actorId,
      actorName: auditEntries.actorName,
      action: auditEntries.action,
      subject: auditEntries.subject,
      subjectId: auditEntries.subjectId,
      eventId: auditEntries.eventId,
      before: auditEntries.before,
      after: auditEntries.after,
      eventName: events.name,
      hash: auditLinks.hash,
      personId: sql<string | null>`coalesce(${subjects.id}, ${requesters.id})`,
      personName: sql<string | null>`coalesce(${subjects.name}, ${requesters.name})`,
    })
    .from(auditEntries)
    .leftJoin(auditLinks, eq(auditLinks.entryId, auditEntries.id))
    .leftJoin(events, sql`${events.id} = ${eventOfEntry}`)
    .leftJoin(subjects, sqlIsOf('user', subjects.id))
    .leftJoin(requests, sqlIsOf('request', requests.id))
    .leftJoin(requesters, eq(requesters.id, requests.userId))
    .where(where)
    .orderBy(desc(auditEntries.id))
    .limit(limit)
    .offset(offset)
}

const eventOfEntry = sql`coalesce(${auditEntries.eventId},
  CASE ${auditEntries.subject} WHEN 'event' THEN ${auditEntries.subjectId} END)`

function sqlIsOf(subject: string, id: typeof subjects.id | typeof requests.id): SQL {
  return sql`(${auditEntries.subject} = ${subject} AND ${auditEntries.subjectId} = ${id})`
}

async function conditions(filter: AuditFilter): Promise<(SQL | undefined)[]> {
  return [
    filter.action ? eq(auditEntries.action, filter.action) : undefined,
    filter.start === undefined ? undefined : gte(auditEntries.at, filter.start),
    filter.end === undefined ? undefined : lt(auditEntries.at, filter.end),
    filter.subject ? eq(auditEntries.subject, filter.subject) : undefined,
    filter.who ? await sqlWasDoneBy(filter.who) : undefined,
    filter.person ? await sqlConcernsPerson(filter.person) : undefined,
    filter.event ? sqlConcernsEvent(filter.event) : undefined,
  ]
}

/** Entries without an actor show `PROGRAM`, so searching for that name finds them. */
async function sqlWasDoneBy(text: string): Promise<SQL> {
  if (text.toLowerCase() === PROGRAM.toLowerCase())
    return sql`(${auditEntries.actorId} IS NULL AND ${auditEntries.actorName} = '')`
  const who = sql`SELECT id FROM users WHERE id = ${text} OR ${personMatches(text, users)}`
  const names = await actorNames(text)
  return sql`(${auditEntries.actorId} = ${text} OR ${auditEntries.actorId} IN (${who})
    OR ${auditEntries.actorName} IN ${names})`
}

async function sqlConcernsPerson(text: string): Promise<SQL> {
  const who = sql`SELECT id FROM users WHERE id = ${text} OR ${personMatches(text, users)}`
  const names = await actorNames(text)
  const theirs = sql`SELECT id FROM requests WHERE user_id IN (${who})`
  return sql`(${auditEntries.actorId} IN (${who}) OR ${auditEntries.actorName} IN ${names}
    OR (${auditEntries.subject} = 'user' AND ${auditEntries.subjectId} IN (${who}))
    OR (${auditEntries.subject} = 'request' AND ${auditEntries.subjectId} IN (${theirs})))`
}

async function actorNames(text: string): Promise<SQL> {
  const rows = await db()
    .selectDistinct({ name: auditEntries.actorName })
    .from(auditEntries)
    .where(sql`${auditEntries.actorName} <> ''`)
  const folded = fold(text)
  const names = rows
    .map(row => row.name)
    .filter(name => name.includes(text) || (folded !== '' && fold(name).includes(folded)))
  return sql`(SELECT value FROM json_each(${JSON.stringify(names)}))`
}

function sqlConcernsEvent(text: string): SQL {
  const which = sql`SELECT id FROM events WHERE id = ${text} OR ${nameContains(text, events)}`
  // A deleted event has no name, but its id still finds its entries.
  return sql`(${eventOfEntry} = ${text} OR ${eventOfEntry} IN (${which}))`
}
