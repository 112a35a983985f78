import type { auditEntries } from '#db/schema.ts'
import type { PastDraw } from './past-draws.server.ts'
import type { Season } from './season.ts'

type Entry = typeof auditEntries.$inferInsert
type Names = ReadonlyMap<string, string>

const json = JSON.stringify

export function chronicleOf(season: Season, past: readonly PastDraw[], names: Names): Entry[] {
  const ownerOf = new Map(season.events.map(event => [event.id, event.ownerId]))
  const entries = [
    ...season.users.map(userAdded),
    ...season.events.flatMap(event => courseOfEvent(event, names)),
    ...season.requests.map(request => requestMade(request, names)),
    ...past.flatMap(each => courseOfDraw(each, names)),
    ...season.finalizations.flatMap(each =>
      courseOfFinalization(each, ownerOf.get(each.eventId) ?? '', names),
    ),
  ]
  return entries.sort((a, b) => a.at - b.at)
}

function by(actorId: string, names: Names) {
  return { actorId, actorName: names.get(actorId) ?? '' }
}

function userAdded({ id, name, email, role, createdAt }: Season['users'][number]): Entry {
  return {
    at: createdAt,
    action: 'user.created',
    subject: 'user',
    subjectId: id,
    after: json({ name, email, role }),
  }
}

function courseOfEvent(row: Season['events'][number], names: Names): Entry[] {
  const { id, ownerId, createdAt, cancelledAt, cancelReason, ...event } = row
  const about = { ...by(ownerId, names), subject: 'event', subjectId: id, eventId: id }
  const created = { ...about, at: createdAt, action: 'event.created', after: json(event) }
  if (!cancelledAt) return [created]
  const after = json({ reason: cancelReason })
  return [created, { ...about, at: cancelledAt, action: 'event.cancelled', after }]
}

function requestMade(request: Season['requests'][number], names: Names): Entry {
  const { id, eventId, userId, createdAt, sizes, note } = request
  return {
    ...by(userId, names),
    at: createdAt,
    action: 'request.made',
    subject: 'request',
    subjectId: id,
    eventId,
    after: json({ sizes, note }),
  }
}

function courseOfDraw(past: PastDraw, names: Names): Entry[] {
  const { event, document, choice, isChosen, frozenAt, drawnAt } = past
  const { draw, rule, rollHash, seed } = document
  const about = { subject: 'event', subjectId: event.id, eventId: event.id }
  const byOwner = { ...about, ...by(event.ownerId, names) }
  const chosen = {
    ...{ ...byOwner, at: event.createdAt, action: 'rule.chosen' },
    after: json({ draw, ...choice }),
  }
  return [
    ...(isChosen ? [chosen] : []),
    { ...about, at: frozenAt, action: 'roll.frozen', after: json({ rollHash }) },
    {
      ...{ ...byOwner, at: drawnAt, action: 'draw.made' },
      after: json({ draw, rule, rollHash, seed }),
    },
  ]
}

function courseOfFinalization(
  { id, eventId, finalizedAt, undoneAt, undoReason }: Season['finalizations'][number],
  ownerId: string,
  names: Names,
): Entry[] {
  const about = { ...by(ownerId, names), subject: 'finalization', subjectId: id, eventId }
  const after = json({ withMail: true })
  const finalized = { ...about, at: finalizedAt, action: 'event.finalized', after }
  if (!undoneAt) return [finalized]
  const undone = { ...about, at: undoneAt, action: 'event.unfinalized' }
  return [finalized, { ...undone, after: json({ reason: undoReason }) }]
}
