import { hasMoved } from '#app/models/after/undoing.server.ts'
import { findOverDraw } from '#app/models/draw/capacity.server.ts'
import { confirmByAt } from '#app/models/events/confirm-by.ts'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { GRID_PAGE_SIZE, type GridFigures } from '#app/models/grid/amounts.ts'
import { findFigures } from '#app/models/grid/grid.server.ts'
import { type Amount, sayAmount } from '#app/values/tickets.ts'
import { sayInstant } from '#app/values/time.ts'
import { findFinalization } from './finalization.server.ts'
import { type FinalizeRefusal, finalizeRefusalWords } from './finalization.ts'
import { findRecipients, type Recipient } from './recipients.server.ts'

export async function findFinalizationPage(event: ManagedEvent, asked: number) {
  const [figures, everybody, inForce, overDraw] = await Promise.all([
    findFigures(event),
    findRecipients(event),
    findFinalization(event.id),
    event.state === 'closed' && event.wasDrawn ? findOverDraw(event.id) : null,
  ])
  const pages = Math.max(1, Math.ceil(everybody.length / GRID_PAGE_SIZE))
  const page = Math.min(asked, pages)
  return {
    event,
    finalization:
      event.state === 'finalized' && inForce
        ? {
            ...inForce,
            said: sayInstant(inForce.finalizedAt, event.timeZone),
            hasMoved: await hasMoved(event.id, inForce.finalizationId),
            ...figures,
          }
        : null,
    afterwards: sayAfterwards(event, Date.now()),
    obstacles: [...obstaclesTo(event, figures, everybody), ...(overDraw ? [overDraw] : [])],
    summary: summarize(figures, everybody),
    recipients: everybody
      .slice((page - 1) * GRID_PAGE_SIZE, page * GRID_PAGE_SIZE)
      .map(describeRecipient),
    page,
    pages,
    confirming: sayConfirmingAt(Date.now(), event),
  }
}

/** What becomes of tickets that nobody has by then. */
function sayAfterwards(event: ManagedEvent, now: number): string {
  if (now >= event.startsAt) return 'The event has started, so nothing is offered afterwards.'
  if (!event.wasDrawn)
    return 'Tickets that are left over stay free. Afterwards you can offer them to people who wait, with one press.'
  if (now >= event.startsAt - event.offersEndHours * 3_600_000)
    return 'It is too late to offer tickets to one person after another. People who wait can take what is left over themselves.'
  return 'Tickets that are left over, or given back later, are offered to people who wait, in the order of the draw.'
}

/** What becomes of *confirm by* if it is finalized now; null where the event has none. */
export function sayConfirmingAt(now: number, event: ConfirmFacts): string | null {
  if (event.confirmBy === null) return null
  const { confirmBy, releasesUnconfirmed, isMoved } = confirmByAt(now, event)
  if (confirmBy === null)
    return 'The event starts in less than 72 hours, so nobody is asked to confirm.'
  const by = sayInstant(confirmBy, event.timeZone)
  const asked = isMoved
    ? `People get 72 hours to confirm. The time moves to ${by}, and everyone with tickets is emailed.`
    : `Everyone with tickets is emailed to confirm by ${by}.`
  if (releasesUnconfirmed) return `${asked} Tickets not confirmed by then go to other people.`
  return event.releasesUnconfirmed
    ? `${asked} That is too close to the start, so no tickets are released.`
    : asked
}

type ConfirmFacts = Parameters<typeof confirmByAt>[1] & { timeZone: string }

/** For display only: the batch judges all of this again. */
function obstaclesTo(event: ManagedEvent, figures: GridFigures, everybody: Recipient[]): string[] {
  const found: Exclude<FinalizeRefusal, 'over-draw'>[] = []
  if (event.state === 'cancelled') found.push('cancelled')
  else if (event.state !== 'closed') found.push('not-closed')
  if (event.isLocked) found.push('locked')
  else if (figures.undecided > 0) found.push('undecided')
  if (everybody.some(({ amount }) => (amount ?? 0) < 0)) found.push('negative')
  if (figures.left < 0) found.push('over-capacity')
  return found.map(refusal => finalizeRefusalWords(refusal, figures.undecided))
}

function summarize(figures: GridFigures, everybody: Recipient[]) {
  const counts = new Map<number | null, number>()
  for (const { amount } of everybody) counts.set(amount, (counts.get(amount) ?? 0) + 1)
  const byAmount = [...counts]
    .sort(([a], [b]) => (b ?? -1) - (a ?? -1))
    .map(([amount, people]) => ({ said: sayAmount(amount), people }))
  return { ...figures, byAmount, mails: everybody.filter(one => one.willBeMailed).length }
}

function describeRecipient({ requestId, name, email, amount, before, ...row }: Recipient) {
  return {
    requestId,
    name,
    email,
    said: sayAmount(amount),
    before: before === null ? null : sayAmount(before),
    mail: row.willBeMailed ? 'yes' : `no: ${whyNoMail(amount, row)}`,
  }
}

function whyNoMail(
  amount: Amount,
  { isActive, isReachable }: Pick<Recipient, 'isActive' | 'isReachable'>,
): string {
  if (!isActive) return 'account deactivated'
  if (!isReachable) return 'account not used yet'
  return amount === null ? 'not decided yet' : 'they already know this number'
}

export type DescribedRecipient = ReturnType<typeof describeRecipient>
