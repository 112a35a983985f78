import { closingOf, type EventState, type EventTimes } from '#app/models/events/event.ts'
import type { Sizes } from '#app/values/size.ts'
import { sayInstant } from '#app/values/time.ts'

export type Happening = Omit<EventTimes, 'opensAt'> & {
  state: EventState
  startsAt: number
  timeZone: string
  wasDrawn: boolean
  mySizes: Sizes | null
  myAmount: number | null
  /** They have their tickets already, so only the organizer can give them back. */
  hasGotThem?: boolean
}

/** The draw of locked terms, until it is made. */
export type ComingDraw = { when: string; isDue: boolean } | null

/** What a person can expect after `sayStanding`, with a date. */
export function sayNext(event: Happening, draw: ComingDraw, now: number): string {
  switch (event.state) {
    case 'draft':
      return 'You can ask for tickets when requests open.'
    case 'open':
      return sayUntil(event)
    case 'closed':
      return event.mySizes === null ? sayTooLate(event) : sayWait(event, draw, now)
    case 'finalized':
      return sayAfter(event, now)
    case 'cancelled':
      return `It was cancelled on ${say(event, event.cancelledAt)}. You do not need to do anything.`
  }
}

function say({ timeZone }: Happening, instant: number | null): string {
  return sayInstant(instant ?? 0, timeZone)
}

function sayUntil(event: Happening): string {
  const closing = closingOf(event)
  const can = event.mySizes === null ? 'ask' : 'change or withdraw your request'
  const until = closing === null ? 'the organizer closes requests' : say(event, closing)
  return `You can ${can} until ${until}. After that the tickets are given out.`
}

function sayTooLate(event: Happening): string {
  return `Requests closed on ${say(event, closingOf(event))}. You can no longer ask.`
}

function sayWait(event: Happening, draw: ComingDraw, now: number): string {
  const starts = say(event, event.startsAt)
  if (event.startsAt <= now) return `The event started on ${starts}, and there is no result yet.`
  if (draw?.isDue) return `The draw was due on ${draw.when}. ${THEN}`
  if (draw) return `The draw takes place on ${draw.when}. ${THEN}`
  if (event.wasDrawn)
    return `The draw has been made. It is not final yet. ${THEN} The event starts on ${starts}.`
  return `The organizer decides next, and the result will appear here. The event starts on ${starts}.`
}

const THEN = 'When the organizer confirms the results, yours will appear here.'

function sayAfter(event: Happening, now: number): string {
  const { myAmount: amount } = event
  const starts = say(event, event.startsAt)
  if (event.startsAt <= now) return `The event was on ${starts}.`
  if (!amount) return `Results came out on ${say(event, event.finalizedAt)}.`
  if (event.hasGotThem) return `The event starts on ${starts}.`
  return amount === 1
    ? `The event starts on ${starts}. If you cannot use your ticket, please give it back.`
    : `The event starts on ${starts}. If you cannot use all your tickets, please give back what you do not need.`
}
