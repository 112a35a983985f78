import { sayCount } from '#app/values/count.ts'
import { TOO_SOON } from './input.ts'
import type { UnlockRefusal } from './locking.ts'

type Errors = Record<string, string[]>

/** The model judges the time again, by the database's clock. */
export const tooSoonFor = {
  drand: { '': ['That took too long, so nothing was locked. Try again.'] },
  numbers: { numbersDate: [TOO_SOON] },
} satisfies Record<string, Errors>

/** `not-found` has its own page. */
export const unlockRefusals: Record<Exclude<UnlockRefusal, 'not-found'>, Errors> = {
  'not-locked': { '': ['These terms are not locked. Nothing was changed.'] },
  known: {
    '': [
      'The random number can be known by now, so the locking can’t be cancelled. Nothing was changed.',
    ],
  },
}

const drawn = 'This draw is already made. Nothing was changed.'

/** By field of the form that was sent. */
export const valueRefusals = {
  'not-locked': { '': ['This draw is not waiting for a public value. Nothing was changed.'] },
  'has-value': { '': [drawn] },
  'too-soon': { '': ['It is too early: the numbers cannot be published yet. Nothing was saved.'] },
  wrong: {
    answer: [
      'This is not the beacon’s signature of this round. Nothing was changed. Check the address and paste its whole answer.',
    ],
  },
  busy: {
    answer: ['Many signatures are being checked just now. Try again in a few seconds.'],
  },
} satisfies Record<string, Errors>

export function tooManyTries(seconds: number): Errors {
  const minutes = Math.ceil(seconds / 60)
  const wait = minutes === 1 ? 'a minute' : sayCount(minutes, 'minute')
  return { answer: [`You have tried too often. Wait ${wait} and press the button again.`] }
}
