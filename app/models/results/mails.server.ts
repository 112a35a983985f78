import type { OutgoingMail } from '#app/mail/outbox.server.ts'
import { resultMail } from '#app/mail/result.ts'
import { sayOverride, sayPin } from '#app/models/draw/public/by-hand.ts'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayInstant } from '#app/values/time.ts'
import type { Recipient } from './recipients.server.ts'

/** Mails rendered before the event loop gets a turn. */
const RENDERED_AT_ONCE = 100

/** Before the batch, so that rendering does not hold up the lane. */
export async function renderResultMails(
  event: ManagedEvent,
  finalizationId: string,
  recipients: Recipient[],
) {
  const { APP_NAME: appName, APP_URL } = settings()
  const about = {
    name: event.name,
    place: event.place,
    startsAt: sayInstant(event.startsAt, event.timeZone),
  }
  const mails: OutgoingMail[] = []
  for (const [index, recipient] of recipients.entries()) {
    const { userId, email, name, amount, before } = recipient
    if (index % RENDERED_AT_ONCE === RENDERED_AT_ONCE - 1) await new Promise(setImmediate)
    mails.push({
      kind: 'result',
      reasonKey: `result:${finalizationId}:${userId}`,
      to: { userId, email },
      eventId: event.id,
      content: resultMail({
        appName,
        name,
        amount: amount ?? 0,
        before: before ?? undefined,
        byHand: sayByHand(recipient),
        event: about,
        link: `${APP_URL}/events/${event.id}`,
      }),
    })
  }
  return mails
}

/** Matches the page that explains the result. A pin that gives tickets needs no other words than a draw. */
function sayByHand({ amount, drawn, isPinned, reason }: Recipient): string | null {
  if (drawn === null || amount === null) return null
  const set = { amount, reason: reason ?? '' }
  if (amount !== drawn) return sayOverride(drawn, set)
  return isPinned && amount === 0 ? sayPin(set) : null
}
