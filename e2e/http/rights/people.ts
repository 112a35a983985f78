import { sql } from 'drizzle-orm'
import { findFeed, makeFeed } from '#app/models/calendar/feed.server.ts'
import { issueToken } from '#app/models/sign-in/links/token.server.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { heldEvent, ticketCodeOf } from '#app/testing/hands.ts'
import { eventWithStandings } from '#app/testing/standings.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { offers } from '#db/schema.ts'
import type { Route } from '../routes.ts'
import { createPerson, type Site } from '../site.ts'
import type { Visitor } from '../visitor.ts'
import { type Role, rules } from './rules.ts'

export async function seedRoles() {
  const people = {
    member: await createPerson(),
    'other member': await createPerson(),
    organizer: await createPerson({ role: 'organizer' }),
    'other organizer': await createPerson({ role: 'organizer' }),
    admin: await createPerson({ role: 'admin' }),
    deactivated: await createPerson({ role: 'admin' }),
    'must change password': await createPerson({ role: 'admin', mustChangePassword: true }),
  }
  await write([
    sql`UPDATE users SET deactivated_at = 1 WHERE id = ${people.deactivated.id}`,
    sql`INSERT INTO mails (id, kind, reason_key, to_email, subject, text, html, next_attempt_at, created_at)
      VALUES ('mail', 'result', 'a reason', 'a@example.org', 'Subject', 'Text', '<p>', 1, 1)`,
  ])
  const ownerId = people.organizer.id
  const open = await createEvent({ ownerId })
  const asked = await createRequest({ eventId: open.id, userId: people.member.id })
  const draft = await createEvent({ ownerId, opensAt: null })
  const askedOfDraft = await createRequest({ eventId: draft.id })
  const drawn = await drawnEvent(['2,1'])
  const held = await eventWithStandings([{ userId: people.member.id, holding: 2 }], {
    ...{ ownerId, asksGuestNames: true, confirmBy: Date.now() + 96 * 3_600_000 },
  })
  await write([
    db()
      .insert(offers)
      .values({
        ...{ id: 'offer', finalizationId: held.finalizationId, eventId: held.event.id, tickets: 1 },
        ...{ userId: people.member.id, code: held.people[0]?.code ?? '' },
        ...{ madeAt: 1000, beginsAt: 1000, untilAt: 2000, state: 'declined', answeredAt: 1500 },
      }),
  ])
  const person = { userId: people.organizer.id, name: people.organizer.name }
  await makeFeed(person)
  const calendarToken = (await findFeed(person.userId))?.token ?? ''
  // People come, so that only who the helpers are keeps others out.
  const coming = await heldEvent([{ name: 'Holder', holding: 2 }], {
    ownerId,
    startsAt: Date.now(),
  })
  const { token, steps } = issueToken('sign-in', people.member.id)
  await write(steps)
  return {
    people,
    open: { eventId: open.id, requestId: asked.id },
    draft: { eventId: draft.id, requestId: askedOfDraft.id },
    held: { eventId: held.event.id },
    drawn: { eventId: drawn.event.id, number: '1' },
    coming: { eventId: coming.event.id, code: ticketCodeOf(coming.users[0]?.id ?? '') },
    // Used for nothing else: an admin may end their sessions.
    others: {
      ...{ token, calendarToken, mailId: 'mail', offerId: 'offer' },
      userId: (await createPerson()).id,
    },
  }
}

type RolesSite = Site<Awaited<ReturnType<typeof seedRoles>>>

export const visitorOf = (site: RolesSite, role: Role): Visitor =>
  role === 'anonymous' ? site.visitor() : site.as(site.seeded.people[role])

export function paramsOf(site: RolesSite, { path }: Pick<Route, 'path'>) {
  const { open, drawn, held, coming, others } = site.seeded
  const rule = rules[path]
  if (rule === 'who holds tickets' || rule === 'who was offered tickets')
    return { ...others, ...held }
  if (/\/door/.test(path)) return { ...others, ...coming }
  if (path.endsWith('/after.txt')) return { ...others, ...held }
  return { ...others, ...(/:number|roll\.txt/.test(path) ? drawn : open) }
}
