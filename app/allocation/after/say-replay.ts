import { sayCount, wordFor } from '#app/values/count.ts'
import type { Replay } from './replay.ts'

/** Numbers of lines that are named one by one. */
const NAMED = 10

type Unit = 'day' | 'hour' | 'minute' | 'second'

export function sayReplay({ after, givenBefore, longestWait }: Replay): string {
  return [
    'Every line is possible where it is, and every offer is what the rule gives.',
    sayEnd(after),
    ...sayGiven(givenBefore),
    longestWait === 0
      ? 'No ticket that fitted somebody waited to be offered.'
      : `The longest time for which a ticket fitted somebody and was not offered is ${saySpan(longestWait)}.`,
  ].join(' ')
}

function sayEnd({ people, free }: Replay['after']): string {
  let [held, offered] = [0, 0]
  for (const { holding, offer } of people.values()) {
    held += holding
    offered += offer?.tickets ?? 0
  }
  const less = free < 0 ? `, ${-free} more than there are` : `, and ${free} free`
  return `After the last line, ${sayCount(held, 'ticket')} ${wordFor(held, 'is')} held, ${offered} offered${less}.`
}

function sayGiven(numbers: readonly number[]): string[] {
  if (numbers.length === 0) return []
  const named = numbers.slice(0, NAMED).join(', ')
  const more = numbers.length > NAMED ? ` and ${numbers.length - NAMED} more` : ''
  return [
    `An organizer gave tickets to a chosen person while they fitted somebody who waited: see ${wordFor(numbers.length, 'line')} ${named}${more}.`,
  ]
}

/** At most two units: "2 days 3 hours", "28 minutes 48 seconds". */
function saySpan(seconds: number): string {
  const units: { name: Unit; amount: number }[] = [
    { name: 'day', amount: Math.floor(seconds / 86_400) },
    { name: 'hour', amount: Math.floor(seconds / 3600) % 24 },
    { name: 'minute', amount: Math.floor(seconds / 60) % 60 },
    { name: 'second', amount: seconds % 60 },
  ]
  const from = units.findIndex(({ amount }) => amount > 0)
  return units
    .slice(from, from + 2)
    .filter(({ amount }) => amount > 0)
    .map(({ name, amount }) => sayCount(amount, name))
    .join(' ')
}
