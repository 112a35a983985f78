import { type SQL, sql } from 'drizzle-orm'
import { openLinks } from '#app/mail/sealed-links.server.ts'
import { type Actor, auditRows } from '#app/models/audit/audit.server.ts'
import { settings } from '#app/settings.server.ts'
import { hashToken } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { makeInvitations, stepsOfInvitations } from './list-file.server.ts'
import { mustBeAdmin } from './user.server.ts'

type Admin = NonNullable<Actor>

const PAGE = 100
const BATCH = 250
/** How often a batch is retried when somebody on it signed in or was deactivated. */
const TRIES = 5

const sqlIsWaiting = sql`users.deactivated_at IS NULL AND users.signed_in_at IS NULL`

const sqlHasLiveToken = sql`EXISTS (SELECT 1 FROM tokens WHERE tokens.user_id = users.id
  AND tokens.purpose = 'set-password' AND tokens.used_at IS NULL AND tokens.expires_at > ${NOW})`

/** With mail on, people who were never welcomed; with mail off, people without a working link. */
function sqlIsToInvite(): SQL {
  return settings().MAIL_ENABLED
    ? sql`${sqlIsWaiting} AND users.welcomed_at IS NULL`
    : sql`${sqlIsWaiting} AND NOT ${sqlHasLiveToken}`
}

type Listed = {
  userId: string
  name: string
  email: string
  isWelcomed: number
  mailId: string | null
  text: string | null
  isSealed: number | null
}
export type PersonToInvite = Pick<Listed, 'userId' | 'name' | 'email'> & {
  isWelcomed: boolean
  /** From a mail that never leaves, while it works; null when there is none to hand out. */
  link: string | null
}

export async function listPeopleToInvite(asked: number) {
  const counted = await db().get<{ total: number; toInvite: number }>(sql`
    SELECT count(*) AS total, count(*) FILTER (WHERE ${sqlIsToInvite()}) AS toInvite
    FROM users WHERE ${sqlIsWaiting}`)
  const { total = 0, toInvite = 0 } = counted ?? {}
  const pages = Math.max(1, Math.ceil(total / PAGE))
  const page = Math.min(asked, pages)
  const people = await readPeople(sql`1`, (page - 1) * PAGE)
  return { people, total, toInvite, page, pages }
}

export async function* everybodyToInvite(): AsyncGenerator<PersonToInvite[]> {
  // By the last one seen, not by offset: somebody may sign in between two steps.
  let after = sql`1`
  for (;;) {
    const people = await readPeople(after)
    if (people.length > 0) yield people
    const last = people.at(-1)
    if (!last || people.length < PAGE) return
    after = sql`(users.name COLLATE NOCASE, users.id) > (${last.name}, ${last.userId})`
  }
}

async function readPeople(which: SQL, offset = 0): Promise<PersonToInvite[]> {
  const rows = await db().all<Listed>(sql`
    SELECT users.id AS userId, users.name, users.email, users.welcomed_at IS NOT NULL AS isWelcomed,
      mails.id AS mailId, mails.text, mails.is_sealed AS isSealed
    FROM users LEFT JOIN mails ON mails.id = (SELECT id FROM mails WHERE mails.user_id = users.id
      AND mails.kind = 'welcome' AND mails.state = 'kept' ORDER BY mails.created_at DESC LIMIT 1)
    WHERE ${sqlIsWaiting} AND ${which}
    ORDER BY users.name COLLATE NOCASE, users.id LIMIT ${PAGE} OFFSET ${offset}`)
  const links = new Map(rows.map(row => [row.userId, linkOf(row)]))
  const alive = await findAlive([...links.values()].flatMap(link => link?.hash ?? []))
  return rows.map(({ userId, name, email, isWelcomed }) => {
    const link = links.get(userId)
    const works = link !== undefined && alive.has(link.hash)
    const address = works ? link.address : null
    return { userId, name, email, isWelcomed: Boolean(isWelcomed), link: address }
  })
}

/** @returns undefined also for a link sealed with another SECRET_KEY: it cannot be read. */
function linkOf({ mailId, text, isSealed }: Listed): { address: string; hash: string } | undefined {
  if (mailId === null || text === null) return undefined
  const opened = openLinks({ id: mailId, text, html: '', isSealed: Boolean(isSealed) })
  return opened && linkIn(opened.text)
}

function linkIn(text: string): { address: string; hash: string } | undefined {
  const [address, token] = /https?:\/\/\S+\/reset-password\/([\w-]+)/.exec(text) ?? []
  return address && token ? { address, hash: hashToken(token) } : undefined
}

async function findAlive(hashes: string[]): Promise<Set<string>> {
  const rows = await db().all<{ hash: string }>(sql`SELECT token_hash AS hash FROM tokens
    WHERE token_hash IN (SELECT value FROM json_each(${JSON.stringify(hashes)}))
      AND used_at IS NULL AND expires_at > ${NOW}`)
  return new Set(rows.map(({ hash }) => hash))
}

/** In batches: what a stop leaves undone, the next press does. */
export async function inviteEverybody(
  actor: Admin,
): Promise<{ invited: number; refusal: 'not-admin' | undefined }> {
  let invited = 0
  for (let tries = 0; tries < TRIES; ) {
    const people = await nextToInvite()
    if (people.length === 0) break
    const done = await inviteBatch(people, actor)
    if (done.refusal === 'not-admin') return { invited, refusal: done.refusal }
    if (done.refusal) tries += 1
    else invited += people.length
  }
  return { invited, refusal: undefined }
}

type Invited = { id: string; name: string; email: string; hasPassword: boolean }

async function nextToInvite(): Promise<Invited[]> {
  const rows = await db().all<Omit<Invited, 'hasPassword'> & { hasPassword: number }>(sql`
    SELECT id, name, email, password_hash IS NOT NULL AS hasPassword FROM users
    WHERE ${sqlIsToInvite()} ORDER BY id LIMIT ${BATCH}`)
  return rows.map(row => ({ ...row, hasPassword: Boolean(row.hasPassword) }))
}

async function inviteBatch(people: Invited[], actor: Admin) {
  const invitations = await makeInvitations(people)
  const ids = JSON.stringify(people.map(({ id, email }) => ({ id, email })))
  const list = sql`SELECT value ->> 'id' FROM json_each(${ids})`
  return write([
    mustBeAdmin(actor),
    refuseUnless(
      'changed' as const,
      sql`SELECT count(*) = ${people.length} FROM json_each(${ids}) AS listed JOIN users
        ON users.id = listed.value ->> 'id' AND users.email = listed.value ->> 'email'
        WHERE ${sqlIsToInvite()}`,
    ),
    sql`DELETE FROM tokens WHERE purpose = 'set-password' AND used_at IS NULL AND user_id IN (${list})`,
    ...stepsOfInvitations(invitations),
    auditRows(
      {
        actor,
        action: 'user.password-link-sent',
        subject: 'user',
        subjectId: sql`id`,
        after: sql`json_object('email', email)`,
      },
      sql`FROM users WHERE id IN (${list}) ORDER BY id`,
    ),
  ])
}
