import { expect, test } from 'vitest'
import { findBrokenPromises, Promises } from './promises.ts'

const outcomes = { '!': 'acknowledged', '?': 'unknown', '-': 'refused' } as const

/** @param tried as "1! 2? 3-": 1 was acknowledged, 2 is unknown, 3 was refused */
function judge(tried: string, written: string): string {
  const promises = new Promises()
  const words = (list: string) => list.split(' ').filter(word => word !== '')
  for (const word of words(tried)) {
    const attempt = promises.begin('a', word.slice(0, -1))
    attempt.outcome = outcomes[word.slice(-1) as keyof typeof outcomes]
  }
  const trail = words(written).map(word => ({ thread: 'a', word }))
  return findBrokenPromises(promises, trail).join('\n')
}

test.each([
  ['1! 2!', '1 2'],
  ['1! 2? 3!', '1 2 3'],
  ['1! 2? 3!', '1 3'],
  // The same text twice: the entry may belong to either.
  ['f? f!', 'f'],
  ['f! u? f?', 'f f'],
  ['1- 2!', '2'],
  ['1?', ''],
])('tried %s, written %s: every promise is kept', (tried, written) => {
  expect(judge(tried, written)).toBe('')
})

test.each([
  ['1! 2!', '1', '"2" was acknowledged and is lost'],
  ['1! 2!', '2', '"1" was acknowledged and is lost'],
  ['1!', '', '"1" was acknowledged and is lost'],
  ['1! 2!', '2 1', 'not at its place'],
  ['1!', '1 1', 'not at its place'],
  ['f! u! f!', 'f u', 'is lost'],
  ['1-', '1', 'not at its place'],
  ['', '1', 'not at its place'],
])('tried %s, written %s: broken', (tried, written, words) => {
  expect(judge(tried, written)).toContain(words)
})
