import { orderWords, ruleWords } from '#app/models/draw/words.ts'
import { sayInstant } from '#app/values/time.ts'
import type { WaitingDraw } from './locked-page.server.ts'
import { sayChecking } from './say-checking.ts'
import { NUMBERS_ARE_TRUSTED, saySource, sayTimeOfDraw } from './say-source.ts'

/** Pins that the page shows; a longer list is in the document. */
const SHOWN_PINS = 20

/** A draw that waits for its public value, or never takes place. */
export function sayWaitingDraw(draw: WaitingDraw, timeZone: string) {
  const { state, pins, source, publicValueSource, roundAddress } = draw
  const { terms, termsHash, secret, commitment, rollHash } = draw
  return {
    number: draw.draw,
    state,
    ...sayState(draw, timeZone),
    note: draw.witnesses,
    terms: sayTerms(draw, timeZone),
    pins: pins.slice(0, SHOWN_PINS),
    morePins: Math.max(0, pins.length - SHOWN_PINS),
    roundAddress,
    /** Which numbers the organizer enters; null where the beacon's answer is pasted. */
    numbers: source.kind === 'numbers' ? source.text : null,
    checking: sayChecking({
      ...{ terms, termsHash, secret, commitment, rollHash },
      source: publicValueSource,
      proof: null,
    }),
  }
}

export type SaidWaitingDraw = ReturnType<typeof sayWaitingDraw>

function sayState(draw: WaitingDraw, timeZone: string): { heading: string; says: string[] } {
  const when = sayInstant(draw.knownAt ?? draw.lockedAt, timeZone)
  const trust = draw.source.kind === 'numbers' ? [NUMBERS_ARE_TRUSTED] : []
  switch (draw.state) {
    case 'cancelled':
      return { heading: NEVER_MADE, says: [sayCancelled(draw, timeZone)] }
    case 'being made':
      return {
        heading: 'The draw is being made',
        says: ['The public value is known. This page reloads every two seconds.'],
      }
    case 'waiting': {
      const heading = sayTimeOfDraw(draw.knownAt ?? 0, timeZone)
      return { heading, says: [`That is ${when}. ${THEN[sourceOf(draw)]}`, ...trust] }
    }
    case 'needs value': {
      const says = [`The time of the draw was ${when}. ${NOW[sourceOf(draw)]}`, ...trust]
      return { heading: 'The draw waits for its public value', says }
    }
  }
}

const NEVER_MADE = 'The locking was cancelled, so this draw will never be made'
const THEN = {
  beacon: 'Then we fetch a public random number, and the draw is made automatically.',
  numbers: 'Once the numbers are published, the organizer enters them, and the draw is made.',
}
const NOW = {
  beacon:
    'We have not received the public random number yet. Anyone who is signed in can paste it here.',
  numbers: 'The organizer enters the numbers once they are published, and the draw is made.',
}

function sourceOf({ source }: WaitingDraw) {
  return source.kind === 'numbers' ? 'numbers' : 'beacon'
}

function sayCancelled(draw: WaitingDraw, timeZone: string): string {
  const by = draw.cancelledByName ? ` by ${draw.cancelledByName}` : ''
  const at = sayInstant(draw.cancelledAt ?? 0, timeZone)
  return `Cancelled on ${at}${by}. Reason: ${draw.cancelReason}`
}

function sayTerms(draw: WaitingDraw, timeZone: string): [string, string | number | null][] {
  const { rule, order, cap, source, knownAt, lockedByName } = draw
  const by = lockedByName ? ` by ${lockedByName}` : ''
  const atMost = cap ? `, at most ${cap} in the first round` : ''
  return [
    ['Locked', `${sayInstant(draw.lockedAt, timeZone)}${by}`],
    ['Rule', `${ruleWords[rule].name}${atMost}. ${ruleWords[rule].says}`],
    ['Order', `${orderWords[order].name}. ${orderWords[order].says}`],
    ['Tickets in all', draw.capacity],
    ['Held back', draw.heldBack],
    ['Entries on the roll', draw.entries],
    ['Public value', saySource(source, knownAt, timeZone)],
    ['Planned before', draw.plan],
  ]
}
