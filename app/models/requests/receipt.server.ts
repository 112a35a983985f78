import type { SQL } from 'drizzle-orm'
import { queueMail } from '#app/mail/outbox.server.ts'
import { requestReceiptMail } from '#app/mail/request-receipt.ts'
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

export function receipt({ what, person, user, event, request, entry }: Data): SQL {
  const { APP_NAME, APP_URL } = settings()
  const change = what === 'withdrawn' ? what : request.version
  return queueMail({
    kind: 'request-receipt',
    reasonKey: `request-receipt:${request.id}:${change}`,
    to: { userId: user.id, email: user.email },
    eventId: event.id,
    content: requestReceiptMail({
      appName: APP_NAME,
      name: user.name,
      what,
      enteredBy: person.userId === user.id ? undefined : person.name,
      event,
      asked: saySizes(parseSizes(request.sizes)),
      note: request.note,
      code: entry?.code,
      commitment: entry?.commitment,
      at: what === 'withdrawn' ? Date.now() : request.changedAt,
      link: `${APP_URL}/events/${event.id}/request`,
    }),
  })
}
