import { sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { sealMany } from '#app/models/draw/seal/seal-many.server.ts'
import { hashPassword } from '#app/models/sign-in/hashing/password.server.ts'
import { lacksAdmin } from '#app/models/sign-in/set-up.server.ts'
import { settings } from '#app/settings.server.ts'
import { newId } from '#app/values/id.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { insertAll } from '#db/insert-all.ts'
import { refuseIf, write } from '#db/lane.ts'
import {
  auditEntries,
  events,
  finalizations,
  mails,
  requests,
  results,
  tokens,
  users,
} from '#db/schema.ts'
import { playAfterwards } from './afterwards.server.ts'
import { cast } from './cast.ts'
import { chronicleOf } from './chronicle.ts'
import { lettersOf } from './letters.ts'
import { drawPast, stepsOfPast } from './past-draws.server.ts'
import { planSeason, type Season } from './season.ts'

export type DemoRefusal = 'has-events' | 'changed-meanwhile'
export type DemoMade = {
  refusal: undefined
  password: string
  withAdmin: boolean
  counts: { people: number; events: number; requests: number; mails: number }
}

/** @param isForced also beside existing events */
export async function addDemo(isForced: boolean): Promise<{ refusal: DemoRefusal } | DemoMade> {
  const password = `season-${newId(8)}`
  const passwordHash = await hashPassword(password)
  const here = await db().select({ id: users.id, email: users.email }).from(users)
  const known = new Map(here.map(({ id, email }) => [email.toLowerCase(), id]))
  const withAdmin = await lacksAdmin()
  const plan = planDemo(known, withAdmin)
  const counts = countsOf(plan)
  const { refusal } = await write<DemoRefusal>([
    ...(isForced ? [] : [refuseIf('has-events', sql`EXISTS (SELECT 1 FROM events)`)]),
    refuseIf('changed-meanwhile', sql`(SELECT count(*) FROM users) <> ${here.length}`),
    // With an admin, the set-up link that the server showed ends.
    ...(withAdmin ? [db().delete(tokens).where(sql`purpose = 'set-up'`)] : []),
    ...stepsOfSeason(plan, passwordHash),
    audit({
      actor: null,
      action: 'database.demo-added',
      subject: 'database',
      subjectId: 'demo',
      after: counts,
    }),
  ])
  if (refusal) return { refusal }
  const before = await countMails()
  await playAfterwards(Date.now())
  const mailed = counts.mails + (await countMails()) - before
  return { refusal: undefined, password, withAdmin, counts: { ...counts, mails: mailed } }
}

async function countMails(): Promise<number> {
  const [row] = await db().select({ count: sql<number>`count(*)` }).from(mails)
  return row?.count ?? 0
}

type DemoPlan = ReturnType<typeof planDemo>

function planDemo(known: ReadonlyMap<string, string>, withAdmin: boolean) {
  const { APP_NAME, APP_URL, APP_TIME_ZONE } = settings()
  const season = planSeason({ now: Date.now(), timeZone: APP_TIME_ZONE, newId, withAdmin, known })
  const seals = sealMany(season.events, season.requests)
  const people = everybody(season, known)
  const past = drawPast(season)
  const drawn = new Map(past.map(each => [each.event.id, each]))
  const letters = lettersOf(season, people, {
    appName: APP_NAME,
    appUrl: APP_URL,
    newId,
    commitmentOf: eventId =>
      drawn.get(eventId)?.document.commitment ?? seals.commitments.get(eventId),
    codeOf: (eventId, userId) =>
      drawn.get(eventId)?.codes.get(userId) ?? seals.codeOf(eventId, userId),
  })
  return { season, seals, past, letters, names: new Map(people.map(({ id, name }) => [id, name])) }
}

function countsOf({ season, letters }: DemoPlan): DemoMade['counts'] {
  return {
    people: season.users.length,
    events: season.events.length,
    requests: season.requests.length,
    mails: letters.length,
  }
}

function stepsOfSeason({ season, seals, past, letters, names }: DemoPlan, passwordHash: string) {
  return [
    ...insertAll(
      users,
      season.users.map(user => withSearchName({ ...user, passwordHash })),
    ),
    ...insertAll(events, season.events.map(withSearchName)),
    ...insertAll(requests, season.requests),
    ...seals.steps,
    ...stepsOfPast(past, names),
    ...insertAll(finalizations, season.finalizations),
    ...insertAll(results, season.results),
    ...insertAll(mails, letters),
    ...insertAll(auditEntries, chronicleOf(season, past, names)),
  ]
}

function everybody(season: Season, known: ReadonlyMap<string, string>) {
  const ids = new Map([...known, ...season.users.map(user => [user.email, user.id] as const)])
  return cast.flatMap(each => {
    const id = ids.get(each.email)
    return id ? [{ id, ...each }] : []
  })
}
