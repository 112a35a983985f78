import { sql } from 'drizzle-orm'
import { findCode, newCode } from '#app/models/draw/seal/code.server.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { sqlWasHandedOver } from '#app/models/events/holders.server.ts'
import { sqlIsStillActive } from '#app/models/sign-in/rights.server.ts'
import { refuseIf, refuseUnless, type WriteStep } from '#db/lane.ts'
import { type Act, type Acted, act } from './act.server.ts'
import { amountsToAccept, amountsToTake, type Batch } from './batch.ts'
import { hasStarted, type Live, NEW_HOLDER } from './live.ts'
import { MOST_PUT_BACK, MOST_RETURNS } from './mine/mine.ts'
import type {
  AnswerRefusal,
  JoinRefusal,
  MemberRefusal,
  ReturnRefusal,
  TakeRefusal,
} from './refusals.ts'

type Common = 'not-found' | 'cancelled' | 'started'

function actOf<R extends string>(
  viewer: Person,
  eventId: string,
  {
    plan,
    ...what
  }: Omit<Act<R>, 'actor' | 'plan'> & { plan(batch: Batch, code: string): R | undefined },
): Promise<Acted<R | Common>> {
  return act<R | Common>(eventId, {
    ...what,
    actor: viewer,
    guards: [refuseUnless('not-found' as const, sqlIsStillActive(viewer)), ...(what.guards ?? [])],
    plan: batch =>
      findRefusal(batch.live) ?? plan(batch, batch.live.codes.get(viewer.userId) ?? ''),
  } as Act<R | Common>)
}

function findRefusal(live: Live): 'cancelled' | 'started' | undefined {
  if (live.event.cancelledAt !== null) return 'cancelled'
  return hasStarted(live) ? 'started' : undefined
}

/** @param seen the holding that the form showed */
export function giveBack(
  viewer: Person,
  eventId: string,
  { tickets, seen }: { tickets: number; seen: number },
) {
  return actOf<ReturnRefusal>(viewer, eventId, {
    action: 'tickets.returned',
    guards: [refuseIf('handed-over' as const, sqlWasHandedOver(eventId, viewer.userId))],
    plan(batch, code) {
      const person = batch.live.after.people.get(code)
      const holder = batch.live.holders.get(code)
      if (!person || !holder || (person.holding === 0 && seen === 0)) return 'none'
      if (person.holding !== seen) return 'stale'
      if (holder.wasHandedOver) return 'handed-over'
      if (tickets > person.holding) return 'too-many'
      if (holder.returned >= MOST_RETURNS) return 'too-often'
      batch.endOffer(code, 'declined')
      batch.write('returned', { code, tickets })
      holder.returned += 1
    },
  })
}

/** @param take how many of the tickets offered; 0 declines */
export function answerOffer(
  viewer: Person,
  eventId: string,
  { offerId, take }: { offerId: string; take: number },
) {
  return actOf<AnswerRefusal>(viewer, eventId, {
    action: take > 0 ? 'tickets.accepted' : 'tickets.declined',
    plan(batch, code) {
      if (batch.live.holders.get(code)?.offerId !== offerId) return 'over'
      if (take === 0) {
        batch.endOffer(code, 'declined')
        return undefined
      }
      if (!amountsToAccept(batch.person(code)).includes(take)) return 'not-listed'
      batch.write('accepted', { code, tickets: take })
    },
  })
}

/** Also comes back after leaving. */
export function putMeBack(viewer: Person, eventId: string) {
  return actOf<MemberRefusal>(viewer, eventId, {
    action: 'tickets.put-back',
    plan(batch, code) {
      const person = batch.live.after.people.get(code)
      const holder = batch.live.holders.get(code)
      if (!person || !holder) return 'not-waiting'
      if (person.offer) return 'open-offer'
      if (person.isWilling && !person.hasLeft) return 'waits-already'
      if (person.wasSetToNone) return 'set-to-none'
      if (person.holding >= (person.sizes[0] ?? 0)) return 'has-all'
      if (holder.putBack >= MOST_PUT_BACK) return 'too-often'
      batch.write('rejoined', { code })
      holder.putBack += 1
    },
  })
}

export function leaveLine(viewer: Person, eventId: string) {
  return actOf<MemberRefusal>(viewer, eventId, {
    action: 'tickets.left',
    plan(batch, code) {
      const person = batch.live.after.people.get(code)
      if (!person || person.hasLeft) return 'not-waiting'
      batch.endOffer(code, 'declined')
      batch.write('left', { code })
    },
  })
}

/** @param sizes what stays of the list */
export function strikeSizes(viewer: Person, eventId: string, sizes: readonly number[]) {
  return actOf<MemberRefusal>(viewer, eventId, {
    action: 'tickets.sizes',
    plan(batch, code) {
      const person = batch.live.after.people.get(code)
      if (!person || person.hasLeft) return 'not-waiting'
      if (person.offer) return 'open-offer'
      const kept = person.sizes.filter(size => sizes.includes(size) || size <= person.holding)
      if (kept.length === 0) return 'no-size'
      if (kept.length === person.sizes.length) return 'same-sizes'
      batch.write('sizes', { code, sizes: kept })
    },
  })
}

/** For active members without a request: from finalizing until the start. */
export async function joinLine(
  viewer: Person,
  eventId: string,
  sizes: readonly number[],
): Promise<Acted<JoinRefusal | Common>> {
  // Who has withdrawn a request, or left before the decision was made again, has one already.
  const before = await findCode(eventId, viewer.userId)
  const given = before ?? newCode()
  return actOf<JoinRefusal>(viewer, eventId, {
    action: 'tickets.joined',
    guards: [
      refuseUnless(
        'size-too-large' as const,
        sql`SELECT most_per_request >= ${sizes[0] ?? 0} FROM events WHERE id = ${eventId}`,
      ),
    ],
    plan(batch, known) {
      if (known) return 'is-there'
      if (sizes.length === 0) return 'no-size'
      const holder = { ...NEW_HOLDER, userId: viewer.userId, hasJoined: true, isActive: true }
      batch.live.holders.set(given, holder)
      batch.live.codes.set(viewer.userId, given)
      batch.write('joined', { code: given, sizes })
    },
    also: () => (before ? [] : [insertCode(eventId, viewer.userId, given)]),
  })
}

function insertCode(eventId: string, userId: string, code: string): WriteStep<never> {
  return sql`INSERT INTO entry_codes (event_id, user_id, code) VALUES (${eventId}, ${userId}, ${code})`
}

/** In the last call: what is free, first press first. */
export function takeTickets(viewer: Person, eventId: string, tickets: number) {
  return actOf<TakeRefusal>(viewer, eventId, {
    action: 'tickets.taken',
    plan(batch, code) {
      const { after } = batch.live
      const person = after.people.get(code)
      if (!person) return 'not-waiting'
      if (after.lastCallUntil === null) return 'no-last-call'
      batch.endOffer(code, 'declined')
      if (!amountsToTake(person, Number.POSITIVE_INFINITY).includes(tickets)) return 'not-listed'
      if (tickets > after.free) return 'too-few'
      batch.write('taken', { code, tickets })
    },
  })
}
