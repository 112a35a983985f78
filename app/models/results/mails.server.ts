import { sql } from 'drizzle-orm'
import { type Demand, resultMail } from '#app/mail/mails/result.ts'
import type { OutgoingMail } from '#app/mail/outbox.server.ts'
import { sayOverride, sayPin } from '#app/models/draw/public/by-hand.ts'
import { confirmByAt } from '#app/models/events/confirm-by.ts'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import type { Redraw } from '#app/models/events/redraws.ts'
import { settings } from '#app/settings.server.ts'
import { parseSizes, saySizes } from '#app/values/size.ts'
import { sayInstant } from '#app/values/time.ts'
import { db } from '#db/client.ts'
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
    ownerName: event.ownerName,
    howToGet: event.howToGet,
  }
  const same = {
    demand: await readDemand(event),
    isDrawn: recipients.some(({ drawn }) => drawn !== null),
    redraws: await listRedraws(event.id),
    confirming: confirmingOf(event),
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
        asked: saySizes(parseSizes(recipient.sizes)),
        ...same,
        event: about,
        link: `${APP_URL}/events/${event.id}`,
      }),
    })
  }
  return mails
}

function confirmingOf(event: ManagedEvent) {
  const { confirmBy, releasesUnconfirmed } = confirmByAt(Date.now(), event)
  if (confirmBy === null) return null
  return { by: sayInstant(confirmBy, event.timeZone), releases: releasesUnconfirmed }
}

/** Sizes begin with the first choice, which the CAST reads. */
async function readDemand({ id, totalTickets: total }: ManagedEvent): Promise<Demand> {
  const asked = await db().get<{ people: number; tickets: number }>(sql`
    SELECT count(*) AS people, coalesce(sum(CAST(sizes AS INTEGER)), 0) AS tickets
    FROM requests WHERE event_id = ${id}`)
  return { people: asked?.people ?? 0, tickets: asked?.tickets ?? 0, total }
}

/** Up to the draw that was made last: one that was only sealed decided nothing. */
async function listRedraws(eventId: string): Promise<Redraw[]> {
  return db().all<Redraw>(sql`SELECT draw, reason FROM seals WHERE event_id = ${eventId} AND draw BETWEEN 2
    AND (SELECT max(number) FROM draws WHERE draws.event_id = seals.event_id) ORDER BY draw`)
}

/** Matches the page that explains the result. A pin that gives tickets needs no other words than a draw. */
function sayByHand({ amount, drawn, isPinned, reason }: Recipient): string | null {
  if (drawn === null || amount === null) return null
  const set = { amount, reason: reason ?? '' }
  if (amount !== drawn) return sayOverride(drawn, set)
  return isPinned && amount === 0 ? sayPin(set) : null
}
