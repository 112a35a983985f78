import { sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { sealMany } from '#app/models/draw/seal/seal-many.server.ts'
import { type Known, type Plan, planImport } from '#app/models/moving-in/plan/plan-import.ts'
import { newId } from '#app/values/id.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { insertAll } from '#db/insert-all.ts'
import { refuseUnless, type WriteStep, write } from '#db/lane.ts'
import {
  auditEntries,
  events,
  finalizations,
  importedRows,
  requests,
  results,
  users,
} from '#db/schema.ts'
import type { Original } from './original.ts'

type Options = { timeZone: string; isDryRun: boolean }

/** Rows from an earlier import stay. @throws ImportError when the rows are not those of the app imported before */
export async function importOriginal(original: Original, { timeZone, isDryRun }: Options) {
  const known = await findKnown()
  const plan = planImport(original, { known, timeZone, now: Date.now(), newId })
  if (isDryRun || plan.rows.length === 0) return { plan, refusal: undefined }
  const { refusal } = await write([...mustBeUnchanged(known), ...insertSteps(plan), ...notes(plan)])
  return { plan, refusal }
}

export function planForNothing(original: Original, timeZone: string): Plan {
  const known: Known = { people: new Map(), rows: [] }
  return planImport(original, { known, timeZone, now: Date.now(), newId })
}

async function findKnown(): Promise<Known> {
  const [rows, people] = await Promise.all([
    db().select().from(importedRows),
    db().select({ id: users.id, email: users.email, role: users.role }).from(users),
  ])
  return { rows, people: new Map(people.map(({ email, ...each }) => [email.toLowerCase(), each])) }
}

/** A person added since could be one of those to import. */
function mustBeUnchanged({ people, rows }: Known): WriteStep<'changed-meanwhile'>[] {
  return [
    refuseUnless('changed-meanwhile', sql`SELECT count(*) = ${people.size} FROM users`),
    refuseUnless('changed-meanwhile', sql`SELECT count(*) = ${rows.length} FROM imported_rows`),
  ]
}

function insertSteps(plan: Plan): WriteStep<never>[] {
  return [
    ...insertAll(users, plan.users.map(withSearchName)),
    ...insertAll(events, plan.events.map(withSearchName)),
    ...insertAll(requests, plan.requests),
    ...sealMany(plan.events, plan.requests).steps,
    ...insertAll(finalizations, plan.finalizations),
    ...insertAll(results, plan.results),
    ...insertAll(importedRows, plan.rows),
  ]
}

function notes({
  counts,
  users: people,
  events: evenings,
  requests: asked,
}: Plan): WriteStep<never>[] {
  const entry = (subject: 'user' | 'event' | 'request', subjectId: string, after: unknown) => ({
    at: Date.now(),
    action: `${subject}.imported`,
    subject,
    subjectId,
    after: JSON.stringify(after),
  })
  return [
    ...insertAll(auditEntries, [
      ...people.map(({ id, name, email, role }) => entry('user', id, { name, email, role })),
      ...evenings.map(({ id, ownerId, ...e }) => ({ ...entry('event', id, e), eventId: id })),
      ...asked.map(({ id, eventId, note: _, ...r }) => ({ ...entry('request', id, r), eventId })),
    ]),
    audit({
      actor: null,
      action: 'database.imported',
      subject: 'database',
      subjectId: 'original',
      after: counts,
    }),
  ]
}
