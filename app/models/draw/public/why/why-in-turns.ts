import type { Look, Turn, Why } from '#app/allocation/explain.ts'
import { sayNeeded, sayTicketsOrNone, wasOrWere } from './why-words.ts'

export function sayTurns({ turns, cap, sizes }: Why, rule: 'fair-share' | 'plain'): string[] {
  return [
    ...(cap === null ? [] : [sayCap(cap, sizes)]),
    ...turns.map(turn =>
      turn.pass === 1 ? sayFirst(turn, rule, cap) : sayLater(turn, nameOf(turn, rule)),
    ),
  ]
}

function sayCap(cap: number, sizes: readonly number[]): string {
  const first = `In the first round nobody could get more than ${cap}.`
  const smallest = sizes.at(-1) ?? 0
  if (smallest <= cap) return first
  return `${first} The smallest number you asked for was ${smallest}, so you had to wait for the second round.`
}

function nameOf({ pass }: Turn, rule: 'fair-share' | 'plain'): string {
  return rule === 'plain' ? 'the second round' : `round ${pass - 1} of moving up`
}

function sayFirst(turn: Turn, rule: 'fair-share' | 'plain', cap: number | null): string {
  const { left, to, looks } = turn
  const start = `At your ${rule === 'fair-share' ? 'first turn' : 'turn'} ${sayLeft(left)}.`
  if (to === 0) return `${start} ${sayShort(looks)}`
  if (rule === 'fair-share')
    return `${start} Everyone first gets the smallest number they asked for, if it fits. Yours was ${to}, and it fitted.`
  const upTo = cap === null ? '' : ` up to ${cap}`
  const larger = looks.filter(({ size }) => size > to)
  const got = `${start} You got ${to}, the largest of your numbers${upTo} that fitted.`
  return larger.length === 0 ? got : `${got} ${sayShort(larger)}`
}

function sayLater(turn: Turn, round: string): string {
  const { left, from, to, looks } = turn
  const start = `When ${round} came to you, ${sayLeft(left)}.`
  const larger = looks.filter(({ size }) => size > to)
  if (to === from)
    return `${start} ${from === 0 ? '' : `You stayed at ${from}. `}${sayShort(larger)}`
  const got = from === 0 ? `You got ${to}.` : `You moved up from ${from} to ${to}.`
  return larger.length === 0 ? `${start} ${got}` : `${start} ${got} ${sayShort(larger)}`
}

function sayLeft(left: number): string {
  return `${sayTicketsOrNone(left)} ${wasOrWere(left)} left`
}

/** None of these fitted. */
function sayShort(looks: readonly Look[]): string {
  const { size, short } = looks.at(-1) as Look
  const needed = `${sayNeeded(size, short)}.`
  if (looks.length === 1) return needed
  return `${needed} Your larger numbers needed even more.`
}
