import type { auditEntries } from '#db/schema.ts'
import type { PastDraw } from './past-draws.server.ts'
import type { Season } from './season.ts'

type Entry = typeof auditEntries.$inferInsert

/** What the audit trail of the season would say, in the sequence in which it happened. */
export function chronicleOf(
  season: Season,
  past: readonly PastDraw[],
  names: ReadonlyMap<string, string>,
): Entry[] {
  const by = (actorId: string) => ({ actorId, actorName: names.get(actorId) ?? '' })
  const json = JSON.stringify
  const ownerOf = new Map(season.events.map(event => [event.id, event.ownerId]))
  const entries: Entry[] = []
  for (const { id, name, email, role, createdAt } of season.users)
    entries.push({
      at: createdAt,
      action: 'user.created',
      subject: 'user',
      subjectId: id,
      after: json({ name, email, role }),
    })
  for (const { id, ownerId, createdAt, cancelledAt, cancelReason, ...event } of season.events) {
    const about = { ...by(ownerId), subject: 'event', subjectId: id, eventId: id }
    entries.push({ ...about, at: createdAt, action: 'event.created', after: json(event) })
    if (cancelledAt)
      entries.push({
        ...about,
        at: cancelledAt,
        action: 'event.cancelled',
        after: json({ reason: cancelReason }),
      })
  }
  for (const { id, eventId, userId, createdAt, sizes, note } of season.requests)
    entries.push({
      ...by(userId),
      at: createdAt,
      action: 'request.made',
      subject: 'request',
      subjectId: id,
      eventId,
      after: json({ sizes, note }),
    })
  for (const { event, document, choice, isChosen, frozenAt, drawnAt } of past) {
    const { draw, rule, rollHash, seed } = document
    const about = { subject: 'event', subjectId: event.id, eventId: event.id }
    if (isChosen)
      entries.push({
        ...{ ...about, ...by(event.ownerId), at: event.createdAt, action: 'rule.chosen' },
        after: json({ draw, ...choice }),
      })
    entries.push(
      { ...about, at: frozenAt, action: 'roll.frozen', after: json({ rollHash }) },
      {
        ...{ ...about, ...by(event.ownerId), at: drawnAt, action: 'draw.made' },
        after: json({ draw, rule, rollHash, seed }),
      },
    )
  }
  for (const { id, eventId, finalizedAt, undoneAt, undoReason } of season.finalizations) {
    const owner = by(ownerOf.get(eventId) ?? '')
    const about = { ...owner, subject: 'finalization', subjectId: id, eventId }
    entries.push({
      ...about,
      at: finalizedAt,
      action: 'event.finalized',
      after: json({ withMail: true }),
    })
    if (undoneAt)
      entries.push({
        ...about,
        at: undoneAt,
        action: 'event.unfinalized',
        after: json({ reason: undoReason }),
      })
  }
  return entries.sort((a, b) => a.at - b.at)
}
