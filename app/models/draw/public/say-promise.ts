import type { Order } from '#app/allocation/types.ts'
import { MOST_LOSSES } from '#app/models/draw/fairness/ledger.ts'
import { saySource, WITHOUT_SOURCE } from '#app/models/draw/locking/say-source.ts'
import {
  countsLosses,
  NO_PUBLIC_VALUE_YET,
  orderWords,
  ruleWords,
  sayEarlySource,
  WITHOUT_PUBLIC_VALUE,
} from '#app/models/draw/words.ts'
import type { EventState } from '#app/models/events/event.ts'
import { sayCount, wordFor } from '#app/values/count.ts'
import { sayInstant } from '#app/values/time.ts'
import type { DrawPromise, OwnEntry } from './promise.server.ts'

/** `isCode` is for a hash or code, which readers compare letter by letter; `isProof` for all that only checkers need. */
export type SaidFact = { name: string; value: string; isCode: boolean; isProof: boolean }

export function sayPromise(promise: DrawPromise, state: EventState, timeZone = 'UTC') {
  const { rule, order, cap, heldBack, heldBackReason, setByHand } = promise
  const atMost = cap ? `, at most ${cap} in the first round` : ''
  return {
    isPromised: true,
    draw: promise.draw,
    lastDraw: promise.lastDraw,
    locked: sayComingDraw(promise.locked, timeZone),
    sentence: promise.byHand
      ? sayByHand(promise.byHand.fillings)
      : `${ruleWords[rule].name}${atMost}. ${ruleWords[rule].says}`,
    ...warnOf(promise, state),
    facts: facts([
      ['Draw', promise.draw > 1 ? `Draw ${promise.draw} of this event` : null],
      ['Order', promise.byHand ? null : `${orderWords[order].name}. ${orderWords[order].says}`],
      ['Losses and wins', promise.byHand ? null : orderWords[order].weakness],
      ['Held back', heldBack > 0 ? `${heldBack}: ${heldBackReason}` : null],
      ['Set by hand', setByHand && saySetByHand(setByHand)],
      ['Not on the roll', sayLeftOut(promise.leftOut)],
      ['Entered by others, not confirmed', sayUnconfirmed(promise.unconfirmed, order)],
      ...sayPublicValue(promise, timeZone),
      ['Commitment', promise.commitment, 'code'],
      ...sayEarlier(promise.earlier),
      ['Hash of the roll', promise.rollHash, 'code'],
    ]),
  }
}

function saySetByHand({ byHand, entries, givenOffRoll }: NonNullable<DrawPromise['setByHand']>) {
  const said = `${byHand} of ${entries}`
  if (givenOffRoll === 0) return said
  return `${said}, and ${sayCount(givenOffRoll, 'request')} that ${wordFor(givenOffRoll, 'is')} not on the roll`
}

export function sayLeftOut({ deactivated, withoutSize }: DrawPromise['leftOut']): string | null {
  const reasons = [
    deactivated > 0 && `${sayCount(deactivated, 'request')} because the account was deactivated`,
    withoutSize > 0 && `${sayCount(withoutSize, 'request')} without a possible number of tickets`,
  ].filter(Boolean)
  return reasons.length > 0 ? reasons.join(', ') : null
}

/** Null when everybody on the roll asked or confirmed. */
function sayUnconfirmed(count: number, order: Order): string | null {
  if (count === 0) return null
  const chances = countsLosses(order) ? ' with the chances of someone without losses' : ''
  return count === 1
    ? `1 request. It takes part${chances}, and counts in no record of losses and wins.`
    : `${sayCount(count, 'request')}. They take part${chances}, and count in no record of losses and wins.`
}

/** A value can be named until requests close; after that the page plainly says that there is none. */
/** A source named before closing is a plan; the terms decide. */
function sayPublicValue(
  { locked, publicValueSource, lastDraw }: DrawPromise,
  timeZone: string,
): Row[] {
  if (locked === null)
    return [
      [
        lastDraw === null ? 'Planned public value' : 'Public value from',
        publicValueSource,
        'proof',
      ],
    ]
  const said = saySource(locked.source, locked.knownAt, timeZone)
  const isAsPlanned = locked.source.kind === 'numbers' && locked.source.text === publicValueSource
  return [
    ['Public value', said, 'proof'],
    ['Planned public value', isAsPlanned ? null : publicValueSource, 'proof'],
  ]
}

/** While the terms wait for their draw. */
export function sayComingDraw(locked: DrawPromise['locked'], timeZone: string) {
  if (!locked || locked.isDrawn || locked.knownAt === null) return null
  const { draw, knownAt } = locked
  return { draw, when: sayInstant(knownAt, timeZone), isDue: knownAt <= Date.now() }
}

type Row = [string, string | null, ('code' | 'proof')?]

function warnOf(promise: DrawPromise, state: EventState) {
  const { publicValueSource, early, byHand, lastDraw, locked } = promise
  if (byHand) return { warning: null, canName: false }
  if (locked)
    return { warning: locked.source.kind === 'none' ? WITHOUT_SOURCE : null, canName: false }
  if (publicValueSource !== null) {
    return { warning: early ? sayEarlySource(early) : null, canName: false }
  }
  if (state === 'draft' || state === 'open') return { warning: NO_PUBLIC_VALUE_YET, canName: true }
  return { warning: lastDraw === null ? null : WITHOUT_PUBLIC_VALUE, canName: false }
}

export function sayNotChosen(state: EventState): string {
  return state === 'finalized' || state === 'cancelled'
    ? 'No rule was chosen.'
    : 'No rule has been chosen yet. Unless the organizer chooses another, it will be the fair-share draw in random order.'
}

export function sayByHand(fillings: number): string {
  return `The organizer gave out the tickets by hand. There was no sealed draw, so there is nothing to check.${sayFillings(fillings)}`
}

/** The button can be pressed repeatedly, and no seal says which press counts. */
export function sayFillings(fillings: number): string {
  if (fillings === 0) return ''
  const times = fillings === 1 ? 'once' : sayCount(fillings, 'time')
  return ` The numbers were filled in ${times} from a random order. It was not sealed before, so nobody can check it.`
}

export function sayEntry(entry: OwnEntry): SaidFact[] {
  const { code, commitment, order, isAsked, isSettled, weight, waits } = entry
  const settled = isSettled ? '' : ' This is settled when requests close.'
  return facts([
    ['Your code on the roll', code, 'code'],
    [
      'Your tickets in the hat',
      order === 'weighted'
        ? `${weight}: ${isAsked ? sayWeight(weight - 1) : UNCONFIRMED}.${settled}`
        : null,
    ],
    [
      'Your wait',
      order === 'rotation'
        ? `${isAsked ? sayLosses(waits) : 'none counts, because you have not confirmed this request'}. The longest wait comes first.${settled}`
        : null,
    ],
    ['Commitment of the draw', commitment, 'code'],
    ...sayEarlier(entry.earlier),
  ])
}

/** A receipt names the commitment of its time. If another one holds now, this shows both, and why. */
function sayEarlier(earlier: OwnEntry['earlier']): Row[] {
  return earlier.flatMap(({ draw, commitment, replacedFor }): Row[] => [
    [`Commitment of draw ${draw}`, commitment, 'code'],
    [`Why draw ${draw + 1}`, replacedFor, 'proof'],
  ])
}

const UNCONFIRMED = 'the one that everyone has, because you have not confirmed this request'

/** Explains how many tickets somebody has in the hat. */
export function sayWeight(losses: number): string {
  if (losses === 0) return 'the one that everyone has, because you have no losses in a row'
  return losses === 1
    ? 'the one that everyone has, and one more for your last loss'
    : `the one that everyone has, and one more for each of your ${sayLosses(losses)}`
}

function sayLosses(count: number): string {
  if (count === MOST_LOSSES) return `${sayCount(count, 'loss in a row')}, the most that count`
  return sayCount(count, 'loss in a row')
}

function facts(rows: Row[]): SaidFact[] {
  return rows.flatMap(([name, value, kind]) =>
    value === null ? [] : [{ name, value, isCode: kind === 'code', isProof: kind !== undefined }],
  )
}
