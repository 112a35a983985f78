import type { SQL } from 'drizzle-orm'
import { didYouAskMail } from '#app/mail/mails/did-you-ask.ts'
import { requestReceiptMail } from '#app/mail/mails/request-receipt.ts'
import { queueMail } from '#app/mail/outbox.server.ts'
import type { EventRow, Person } from '#app/models/events/event.server.ts'
import { settings } from '#app/settings.server.ts'
import { parseSizes, saySizes } from '#app/values/size.ts'
import type { requests, users } from '#db/schema.ts'

type Data = {
  what: 'made' | 'changed' | 'withdrawn'
  person: Person
  user: typeof users.$inferSelect
  event: EventRow
  request: typeof requests.$inferSelect
  /** None for a withdrawal: nothing of it is drawn. */
  entry?: { code: string; commitment: string | undefined }
}

/** Asks people whether they asked for what somebody else entered for them. */
export function receipt(data: Data): SQL {
  const { what, person, user, event, request } = data
  const isOwn = person.userId === user.id
  const to = { userId: user.id, email: user.email }
  const facts = factsOf(data)
  if (what === 'withdrawn' || isOwn) {
    const change = what === 'withdrawn' ? what : request.version
    return queueMail({
      kind: 'request-receipt',
      reasonKey: `request-receipt:${request.id}:${change}`,
      to,
      eventId: event.id,
      content: requestReceiptMail({
        ...facts,
        what,
        enteredBy: isOwn ? undefined : person.name,
      }),
    })
  }
  return queueMail({
    kind: 'did-you-ask',
    reasonKey: `did-you-ask:${request.id}:${request.version}`,
    to,
    eventId: event.id,
    content: didYouAskMail({ ...facts, what, enteredBy: person.name }),
  })
}

function factsOf({ what, user, event, request, entry }: Data) {
  const { APP_NAME, APP_URL } = settings()
  return {
    appName: APP_NAME,
    name: user.name,
    event,
    asked: saySizes(parseSizes(request.sizes)),
    note: request.note,
    code: entry?.code,
    commitment: entry?.commitment,
    at: what === 'withdrawn' ? Date.now() : request.changedAt,
    link: `${APP_URL}/events/${event.id}/request`,
  }
}
