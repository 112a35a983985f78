import { sql } from 'drizzle-orm'
import { issueToken } from '#app/models/sign-in/links/token.server.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { heldEvent } from '#app/testing/hands.ts'
import { eventWithStandings } from '#app/testing/standings.ts'
import { write } from '#db/lane.ts'
import { createPerson, PASSWORD, type Site } from '../site.ts'
import type { Visitor } from '../visitor.ts'
import type { Press } from './pressing.ts'

type Scene = Awaited<ReturnType<typeof setScene>>
type PressSite = Site<Record<string, Scene>>
export type Case = {
  who(site: PressSite, scene: Scene): Visitor
  path(scene: Scene): string
  /** What to press first to reach the form. */
  before?(scene: Scene): Press
  press(scene: Scene): Press
  lands: RegExp
  says: RegExp
  /** Counts what the press makes, which must be one. */
  counts?(scene: Scene): [query: string, args: string[]]
}

let scenes = 0

export async function setScene() {
  scenes += 1
  const name = `Scene ${scenes}`
  const organizer = await createPerson({ role: 'organizer' })
  const admin = await createPerson({ role: 'admin' })
  const [member, linked, resetting, changing] = [
    await createPerson(),
    await createPerson(),
    await createPerson(),
    await createPerson(),
  ]
  const [link, reset] = [
    issueToken('sign-in', linked.id),
    issueToken('reset-password', resetting.id),
  ]
  const ownerId = organizer.id
  const open = await createEvent({ ownerId })
  const request = await createRequest({ eventId: open.id, userId: member.id })
  const fresh = await createEvent({ ownerId })
  const drawn = await createEvent({ ownerId, closedAt: 1 })
  await createRequest({ eventId: drawn.id, userId: member.id })
  const decided = await createEvent({ ownerId, closedAt: 1 })
  await createRequest({ eventId: decided.id, userId: member.id, draftAmount: 2 })
  const unwanted = await createEvent({ ownerId })
  const coming = await heldEvent([{ name: 'Holder', holding: 2 }], { ownerId })
  const held = await eventWithStandings([{ userId: member.id, holding: 4 }], { ownerId })
  const mailId = `mail-${scenes}`
  await write([
    ...link.steps,
    ...reset.steps,
    sql`INSERT INTO mails (id, kind, reason_key, to_email, subject, text, html, state, next_attempt_at, created_at)
      VALUES (${mailId}, 'result', ${mailId}, 'a@example.org', 'Subject', 'Text', '<p>', 'failed', 1, 1)`,
  ])
  return {
    ...{ name, organizer, admin, member, linked, resetting, changing, request, mailId },
    ...{ token: link.token, resetToken: reset.token },
    ...{ open: open.id, fresh: fresh.id, drawn: drawn.id, decided: decided.id },
    unwanted: unwanted.id,
    held: held.event.id,
    ...{ coming: coming.event.id, holderId: coming.users[0]?.id ?? '' },
  }
}

export const NEW_PASSWORD = 'four quiet owls at noon'
const chosen = { password: NEW_PASSWORD, repeat: NEW_PASSWORD }
const tomorrow = () => ({
  startsDate: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
  startsTime: '19:30',
})
const as =
  (who: 'organizer' | 'admin' | 'member' | 'changing') =>
  (site: PressSite, scene: Scene): Visitor =>
    site.as(scene[who])
const byNobody = (site: PressSite) => site.visitor()

export const cases: Record<string, Case> = {
  'a sign-in link': {
    who: byNobody,
    path: ({ token }) => `/sign-in/${token}`,
    press: () => ({}),
    lands: /\/events$/,
    says: /You are signed in\./,
    counts: ({ linked }) => [
      'SELECT 1 FROM audit_entries WHERE actor_id = ? AND after LIKE \'%"link"%\'',
      [linked.id],
    ],
  },
  'a password by a link': {
    who: byNobody,
    path: ({ resetToken }) => `/reset-password/${resetToken}`,
    press: () => ({ fields: chosen }),
    lands: /\/events$/,
    says: /Your password is saved. You are signed in\./,
  },
  'another password': {
    who: as('changing'),
    path: () => '/account/password',
    press: () => ({ form: 'password', fields: { current: PASSWORD, ...chosen } }),
    lands: /\/account$/,
    says: /Your password has been changed\./,
  },
  'a new event': {
    who: as('organizer'),
    path: () => '/events/new',
    press: ({ name }) => ({
      form: 'event',
      fields: { name, ...tomorrow(), totalTickets: '4' },
    }),
    lands: /\/events\/\w+\/invitation$/,
    says: /Event created\./,
    counts: ({ name }) => ['SELECT 1 FROM events WHERE name = ?', [name]],
  },
  'a changed event': {
    who: as('organizer'),
    path: ({ fresh }) => `/events/${fresh}/edit`,
    press: () => ({ form: 'event', fields: { place: 'Elsewhere' } }),
    lands: /\/events\/\w+$/,
    says: /saved|changed/i,
  },
  'a changed request': {
    who: as('member'),
    path: ({ open }) => `/events/${open}/request`,
    press: () => ({ form: 'request', fields: { sizes: ['4', '2'] } }),
    lands: /\/request$/,
    says: /changed|saved/i,
    counts: ({ request }) => [
      "SELECT 1 FROM audit_entries WHERE action = 'request.changed' AND subject_id = ?",
      [request.id],
    ],
  },
  'a request for somebody else': {
    who: as('organizer'),
    path: ({ fresh }) => `/events/${fresh}/requests/new?q=`,
    press: ({ resetting }) => ({
      form: 'request',
      fields: { userId: resetting.id, sizes: ['2'] },
    }),
    lands: /\/requests$/,
    says: /Request added\./,
  },
  'a list of people': {
    who: as('admin'),
    path: () => '/admin/users/import',
    before: ({ mailId }) => ({
      form: 'list',
      fields: { text: `New Person,${mailId}@example.org` },
    }),
    press: () => ({ form: 'add' }),
    lands: /\/admin\/users/,
    says: /1 person added\./,
    counts: ({ mailId }) => ['SELECT 1 FROM users WHERE email = ?', [`${mailId}@example.org`]],
  },
  'one new person': {
    who: as('admin'),
    path: () => '/admin/users/new',
    press: ({ mailId }) => ({ fields: { name: 'Nora New', email: `one-${mailId}@example.org` } }),
    lands: /\/admin\/users\/\w+$/,
    says: /Nora New added\./,
  },
  'a draw': {
    who: as('organizer'),
    path: ({ drawn }) => `/events/${drawn}/terms`,
    press: () => ({ form: 'terms', fields: { source: 'none' } }),
    lands: /\/allocation$/,
    says: /draw/i,
    counts: ({ drawn }) => ['SELECT 1 FROM draws WHERE event_id = ?', [drawn]],
  },
  'a finalization': {
    who: as('organizer'),
    path: ({ decided }) => `/events/${decided}/finalization`,
    press: () => ({ button: 'Finalize' }),
    lands: /\/events\//,
    says: /final/i,
    counts: ({ decided }) => [
      "SELECT 1 FROM mails WHERE kind = 'result' AND event_id = ?",
      [decided],
    ],
  },
  'a deletion': {
    who: as('organizer'),
    path: ({ unwanted }) => `/events/${unwanted}/deletion`,
    press: () => ({ form: 'deletion' }),
    lands: /\/events$/,
    says: /deleted/i,
  },
  'a mail that is tried again': {
    who: as('admin'),
    path: ({ mailId }) => `/admin/mail/${mailId}`,
    press: () => ({ button: 'Try again' }),
    lands: /\/admin\/mail\//,
    says: /The email will be sent in a moment\./,
    counts: ({ mailId }) => [
      "SELECT 1 FROM audit_entries WHERE action = 'mail.queued-again' AND subject_id = ?",
      [mailId],
    ],
  },
  'tickets given back': {
    who: as('member'),
    path: ({ held }) => `/events/${held}/return`,
    press: () => ({ form: 'return', fields: { tickets: '2' } }),
    lands: /\/events\/\w+$/,
    says: /You gave back 2 tickets/,
    counts: ({ held }) => [
      "SELECT 1 FROM ticket_moves WHERE kind = 'returned' AND event_id = ?",
      [held],
    ],
  },
  'a count at the door': {
    who: as('organizer'),
    path: ({ coming }) => `/events/${coming}/door?q=holder`,
    press: ({ holderId }) => ({ form: `here-${holderId}`, button: '2' }),
    lands: /\/door$/,
    says: /Holder: 2 of 2 here\./,
    counts: ({ holderId }) => [
      "SELECT 1 FROM audit_entries WHERE action = 'door.counted' AND subject_id = ?",
      [holderId],
    ],
  },
  'tickets handed over': {
    who: as('organizer'),
    path: ({ coming }) => `/events/${coming}/recipients`,
    press: () => ({ button: 'Mark as handed over : Holder' }),
    lands: /\/recipients$/,
    says: /Marked as handed over\./,
    counts: ({ holderId }) => [
      "SELECT 1 FROM audit_entries WHERE action = 'tickets.handed-over' AND subject_id = ?",
      [holderId],
    ],
  },
}
