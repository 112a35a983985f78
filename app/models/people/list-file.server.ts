import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { queueMails } from '#app/mail/outbox.server.ts'
import { type Actor, auditRows } from '#app/models/audit/audit.server.ts'
import type { ListRow } from '#app/models/people/list-file/person-row.ts'
import { readPeople } from '#app/models/people/list-file/read-people.ts'
import { welcomeTo } from '#app/models/sign-in/links/password-link.server.ts'
import { TOKEN_LIFETIME } from '#app/models/sign-in/links/token.server.ts'
import { hashToken, newId, newToken } from '#app/values/id.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { jsonParts } from '#db/insert-all.ts'
import { type Refused, write } from '#db/lane.ts'
import { users } from '#db/schema.ts'
import { mustBeAdmin } from './user.server.ts'
import type { UserInput } from './user.ts'

type Admin = NonNullable<Actor>
type There = { id: string; name: string; role: string; isActive: boolean }

type LeftOut = { line: number; problem: string; shown: string }
type Made = Extract<ListRow, { problem: undefined }>['made']

export type ImportPreview = {
  fresh: { line: number; person: UserInput; made: Made }[]
  there: { line: number; person: UserInput; known: There }[]
  twice: LeftOut[]
  wrong: LeftOut[]
  notes: string[]
  /** A hash of `fresh`: only people who were shown may be added. */
  seen: string
}

export async function reportOnList(
  text: string,
): Promise<{ report: ImportPreview; problem: undefined } | { problem: string }> {
  const { rows, problem, ...list } = readPeople(text)
  if (rows === undefined) return { problem }
  const known = await findByEmail(rows.flatMap(row => row.person?.email ?? []))
  const report: ImportPreview = { fresh: [], there: [], twice: [], wrong: [], notes: [], seen: '' }
  if ('notes' in list) report.notes = list.notes
  for (const row of rows) sortInto(report, row, known)
  const people = report.fresh.map(row => row.person)
  report.seen = createHash('sha256').update(JSON.stringify(people)).digest('base64url')
  return { report, problem: undefined }
}

function sortInto(report: ImportPreview, row: ListRow, known: Map<string, There>): void {
  if (!row.person) {
    const { line, problem, shown } = row
    report[row.isRepeat ? 'twice' : 'wrong'].push({ line, problem, shown })
    return
  }
  const { line, person, made } = row
  const there = known.get(person.email)
  if (there) report.there.push({ line, person, known: there })
  else report.fresh.push({ line, person, made })
}

async function findByEmail(emails: string[]): Promise<Map<string, There>> {
  const found = await Promise.all(jsonParts(emails).map(selectByEmail))
  return new Map(found.flat().map(({ email, ...there }) => [email.toLowerCase(), there]))
}

async function selectByEmail(emails: string) {
  return db()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      isActive: sql<boolean>`${users.deactivatedAt} IS NULL`.mapWith(Boolean),
    })
    .from(users)
    .where(sql`${users.email} IN (SELECT value FROM json_each(${emails}))`)
}

/** People handled before the event loop gets a turn. */
const CHUNK = 250

/** A few statements for any number of people. Skips people whose address was taken since. */
export async function addPeople(
  people: UserInput[],
  { withMails }: { withMails: boolean },
  actor: Admin,
): Promise<{ added: number; refusal: undefined } | Refused<'not-admin'>> {
  const rows = people.map(person => ({ id: newId(), ...withSearchName(person) }))
  const invitations = withMails ? await makeInvitations(rows) : []
  const ids = jsonParts(rows.map(row => row.id))
  const done = await write([
    mustBeAdmin(actor),
    ...jsonParts(rows).map(insertPeople),
    ...stepsOfInvitations(invitations),
    ...ids.map(part => auditPeople(part, actor)),
    ...ids.map(countPeople),
  ])
  if (done.refusal) return done
  const counts = ids.length === 0 ? [] : done.rows.slice(-ids.length)
  return { added: counts.reduce((sum, [row]) => sum + Number(row?.added), 0), refusal: undefined }
}

type Invited = { id: string; name: string; email: string; hasPassword?: boolean }
type Invitation = { userId: string; tokenHash: string; mail: ReturnType<typeof welcomeTo> }

export async function makeInvitations(rows: Invited[]): Promise<Invitation[]> {
  const made: Invitation[] = []
  for (const [i, row] of rows.entries()) {
    if (i % CHUNK === CHUNK - 1) await new Promise(resolve => setImmediate(resolve))
    const token = newToken()
    made.push({ userId: row.id, tokenHash: hashToken(token), mail: welcomeTo(row, token) })
  }
  return made
}

function insertPeople(rows: string): SQL {
  return sql`INSERT INTO users (id, name, search_name, email, role, created_at)
    SELECT value ->> 'id', value ->> 'name', value ->> 'searchName', value ->> 'email', value ->> 'role', ${Date.now()}
    FROM json_each(${rows}) WHERE true
    ON CONFLICT (email) DO NOTHING`
}

export function stepsOfInvitations(invitations: Invitation[]): SQL[] {
  return [
    ...jsonParts(invitations.map(i => [i.userId, i.tokenHash])).map(insertTokens),
    ...queueMails(invitations.map(i => i.mail)).steps,
  ]
}

function insertTokens(rows: string): SQL {
  const now = Date.now()
  return sql`INSERT INTO tokens (token_hash, purpose, user_id, created_at, expires_at)
    SELECT value ->> 1, 'set-password', value ->> 0, ${now}, ${now + TOKEN_LIFETIME['set-password']}
    FROM json_each(${rows}) WHERE value ->> 0 IN (SELECT id FROM users)`
}

function countPeople(ids: string): SQL {
  return sql`SELECT count(*) AS added FROM users WHERE id IN (SELECT value FROM json_each(${ids}))`
}

function auditPeople(ids: string, actor: Admin): SQL {
  return auditRows(
    {
      actor,
      action: 'user.created',
      subject: 'user',
      subjectId: sql`users.id`,
      after: sql`json_object('name', name, 'email', email, 'role', role, 'from', 'a list')`,
    },
    sql`FROM json_each(${ids}) AS list JOIN users ON users.id = list.value ORDER BY list.key`,
  )
}
