import type { MailKind } from '#app/mail/kind.ts'
import { eventCancelledMail } from '#app/mail/mails/event-cancelled.ts'
import { requestReceiptMail } from '#app/mail/mails/request-receipt.ts'
import { type Demand, resultMail } from '#app/mail/mails/result.ts'
import { parseSizes, saySizes } from '#app/values/size.ts'
import { sayInstant } from '#app/values/time.ts'
import type { mails } from '#db/schema.ts'
import type { Season, SeasonEvent, SeasonRequest } from './season.ts'

type MailRow = typeof mails.$inferInsert
type Sender = {
  appName: string
  appUrl: string
  newId: () => string
  commitmentOf: (eventId: string) => string | undefined
  codeOf: (eventId: string, userId: string) => string | undefined
}
type Person = { id: string; name: string; email: string; isActive: boolean }

/** Kept to look at; they never leave. */
export function lettersOf(season: Season, people: readonly Person[], sender: Sender): MailRow[] {
  const byId = new Map(people.map(person => [person.id, person]))
  const events = new Map(season.events.map(event => [event.id, event]))
  const requests = new Map(season.requests.map(request => [request.id, request]))
  const finalizations = new Map(season.finalizations.map(each => [each.id, each]))
  const about = (request: SeasonRequest | undefined) => {
    const event = events.get(request?.eventId ?? '')
    const person = byId.get(request?.userId ?? '')
    return request && event && person ? { request, event, person } : undefined
  }
  const receipts = season.requests.map(about).map(found => found && receipt(found, sender))
  const cancellations = season.requests
    .map(about)
    .map(found => (found?.event.cancelledAt ? cancellation(found, sender) : undefined))
  const outcomes = season.results.map(({ finalizationId, requestId, amount }) => {
    const found = about(requests.get(requestId))
    const at = finalizations.get(finalizationId)?.finalizedAt
    if (!found?.person.isActive || at === undefined) return undefined
    const ownerName = byId.get(found.event.ownerId)?.name ?? ''
    const demand = demandFor(found.event, season.requests)
    return outcome(found, { demand, ownerName }, { finalizationId, amount, at }, sender)
  })
  return [...receipts, ...cancellations, ...outcomes].filter(mail => mail !== undefined)
}

type Found = { request: SeasonRequest; event: SeasonEvent; person: Person }

const evening = ({ name, startsAt, timeZone, place = '', closesAt = null }: SeasonEvent) => ({
  name,
  startsAt,
  timeZone,
  place,
  closesAt,
})

function receipt({ request, event, person }: Found, sender: Sender): MailRow {
  const { appName, appUrl, newId, commitmentOf, codeOf } = sender
  const content = requestReceiptMail({
    appName,
    name: person.name,
    what: 'made',
    enteredBy: undefined,
    event: evening(event),
    asked: saySizes(parseSizes(request.sizes)),
    note: request.note ?? '',
    code: codeOf(event.id, person.id),
    commitment: commitmentOf(event.id),
    at: request.createdAt,
    link: `${appUrl}/events/${event.id}/request`,
  })
  const key = `request-receipt:${request.id}:1`
  return kept(newId(), 'request-receipt', key, person, event.id, request.createdAt, content)
}

function cancellation({ event, person }: Found, { appName, appUrl, newId }: Sender): MailRow {
  const content = eventCancelledMail({
    appName,
    name: person.name,
    event: evening(event),
    reason: event.cancelReason ?? '',
    link: `${appUrl}/events/${event.id}`,
  })
  const key = `event-cancelled:${event.id}:${person.id}`
  return kept(newId(), 'event-cancelled', key, person, event.id, event.cancelledAt ?? 0, content)
}

type About = { demand: Demand; ownerName: string }

function demandFor({ id, totalTickets }: SeasonEvent, requests: SeasonRequest[]): Demand {
  const firsts = requests
    .filter(({ eventId }) => eventId === id)
    .map(({ sizes }) => parseSizes(sizes)[0] ?? 0)
  const tickets = firsts.reduce((sum, first) => sum + first, 0)
  return { people: firsts.length, tickets, total: totalTickets }
}

function outcome(
  { request, event, person }: Found,
  { demand, ownerName }: About,
  { finalizationId, amount, at }: { finalizationId: string; amount: number; at: number },
  { appName, appUrl, newId }: Sender,
): MailRow {
  const content = resultMail({
    appName,
    name: person.name,
    amount,
    isDrawn: true,
    asked: saySizes(parseSizes(request.sizes)),
    demand,
    redraws: [],
    event: {
      ...evening(event),
      startsAt: sayInstant(event.startsAt, event.timeZone),
      ownerName,
    },
    link: `${appUrl}/events/${event.id}`,
  })
  const key = `result:${finalizationId}:${person.id}`
  return kept(newId(), 'result', key, person, event.id, at, content)
}

function kept(
  id: string,
  kind: MailKind,
  reasonKey: string,
  person: Person,
  eventId: string,
  at: number,
  content: { subject: string; text: string; html: string },
): MailRow {
  const to = { userId: person.id, toEmail: person.email }
  const times = { createdAt: at, nextAttemptAt: at }
  return {
    id,
    kind,
    reasonKey,
    ...to,
    eventId,
    ...content,
    state: 'kept',
    isSealed: true,
    ...times,
  }
}
