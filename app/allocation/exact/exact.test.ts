import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainDraw } from '#app/allocation/plain-draw.ts'
import { runToEnd } from '#app/allocation/run-to-end.ts'
import { sizeLists } from '#app/allocation/testing/problems.ts'
import type { SizeList } from '#app/allocation/types.ts'
import { type ExactLimits, exactSteps, exactStepsForEach } from './exact.ts'
import type { ExactRule } from './objective.ts'

const EXACT_RULES = ['plain', 'most-people', 'even-shares', 'fill'] as const
const ROOMY: ExactLimits = { choicesKept: 1e6, mostCells: 1e9, mostBytes: 1e9, exactUpTo: 2 ** 53 }

function exact(lists: readonly SizeList[], capacity: number, rule: ExactRule, limits = ROOMY) {
  return [...runToEnd(exactSteps(lists, capacity, rule, limits))]
}

const cases = fc.record({
  lists: fc.array(sizeLists(8), { maxLength: 40 }),
  capacity: fc.integer({ min: 0, max: 90 }),
  rule: fc.constantFrom(...EXACT_RULES),
})

test('working block by block changes nothing', () => {
  fc.assert(
    fc.property(cases, ({ lists, capacity, rule }) => {
      const blocks = exact(lists, capacity, rule, { ...ROOMY, choicesKept: 1 })
      expect(blocks).toEqual(exact(lists, capacity, rule))
    }),
    { numRuns: 1_000 },
  )
})

test('spreading the objective over more numbers changes nothing', () => {
  fc.assert(
    fc.property(cases, fc.constantFrom(2, 100, 4_000), ({ lists, capacity, rule }, exactUpTo) => {
      const spread = exact(lists, capacity, rule, { ...ROOMY, exactUpTo })
      expect(spread).toEqual(exact(lists, capacity, rule))
    }),
    { numRuns: 2_000 },
  )
})

test('several capacities from one table give the same as each alone', () => {
  const capacities = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 5 })
  fc.assert(
    fc.property(cases, capacities, fc.boolean(), ({ lists, rule }, several, inBlocks) => {
      const limits = { ...ROOMY, choicesKept: inBlocks ? 1 : 1e6 }
      const found = runToEnd(exactStepsForEach(lists, several, rule, limits))
      const alone = several.map(capacity => exact(lists, capacity, rule))
      expect(found.map(amounts => [...amounts])).toEqual(alone)
    }),
    { numRuns: 1_000 },
  )
})

test('with no objective it is the plain draw', () => {
  fc.assert(
    fc.property(cases, ({ lists, capacity }) => {
      expect(exact(lists, capacity, 'plain')).toEqual([...plainDraw(lists, capacity, null)])
    }),
  )
})

test('reports progress, and can be stopped at any report', () => {
  const lists = Array.from({ length: 3_000 }, () => [4, 2])
  const steps = exactSteps(lists, 2_000, 'fill')
  const first = steps.next()
  expect(first.done).toBe(false)
  expect(first.value).toBeGreaterThan(0)
  expect(first.value).toBeLessThan(1)
  expect(steps.return(new Int32Array()).done).toBe(true)
})

test('refuses work that would take many minutes, and says where', () => {
  const limits = { ...ROOMY, mostCells: 10 }
  expect(() => exact([[4], [3]], 5, 'fill', limits)).toThrow(
    'rule: 2 entries for 5 tickets are too many for it',
  )
})

test('handles sizes beyond the capacity and lists of hundreds of sizes', () => {
  const every = Array.from({ length: 400 }, (_, k) => 400 - k)
  expect(exact([[1_000_000_000], every, [3]], 303, 'fill')).toEqual([0, 300, 3])
})
