import { expect, test } from 'vitest'
import { type ComparisonInput, compareRules, compareRulesInSteps } from './compare.ts'
import { anEntry, NO_CAP } from './testing/problems.ts'
import { RULES, type SizeList } from './types.ts'

const EVERY_RULE = RULES.map(rule => ({ rule, options: NO_CAP }))

function aComparison(lists: readonly SizeList[], over: Partial<ComparisonInput> = {}) {
  return {
    contenders: EVERY_RULE,
    entries: lists.map((sizes, k) => ({ ...anEntry({ code: `c${k}`, sizes }), wait: k % 3 })),
    capacity: 10,
    heldBack: 0,
    pins: [],
    orders: 200,
    seedText: 'comparison of ev-1',
    ...over,
  }
}

const FORTY: readonly SizeList[] = Array.from(
  { length: 40 },
  (_, k) => [[1], [2, 1], [2], [4, 2], [4, 3, 2, 1]][k % 5] as SizeList,
)

test('two people for one ticket: one is served, by luck', () => {
  for (const figures of compareRules(aComparison([[1], [1]], { capacity: 1 }))) {
    expect(figures).toMatchObject({
      orders: 200,
      people: 2,
      served: { mean: 1, least: 1, most: 1 },
      firstSize: { mean: 1 },
      ticketsLeft: { mean: 0 },
      bySmallestSize: [{ smallest: 1, people: 2, served: 1, leftOut: 1 }],
    })
    // The waits were 0 and 1; about half the time the one who has waited loses again.
    expect(figures.longestWait).toMatchObject({ least: 1, most: 2 })
    expect(figures.longestWait.mean).toBeGreaterThan(1.3)
    expect(figures.longestWait.mean).toBeLessThan(1.7)
  }
})

test('shows what each rule is for', () => {
  const figures = compareRules(aComparison(FORTY, { capacity: 40, orders: 60 }))
  const of = (rule: string) => figures.find(own => own.rule === rule) ?? figures[0]
  expect(of('plain')?.served.mean).toBeLessThan(of('fair-share')?.served.mean ?? 0)
  expect(of('fair-share')?.served.mean).toBeLessThan(of('most-people')?.served.mean ?? 0)
  expect(of('fill')?.ticketsLeft.most).toBe(0)
  const needTwo = of('most-people')?.bySmallestSize.find(({ smallest }) => smallest === 2)
  expect(needTwo?.leftOut).toBeGreaterThan(7)
})

test('the figures of a group add up, and leave out pinned entries', () => {
  const pins = [{ code: 'c0', amount: 3, reason: 'Host' }]
  const input = aComparison(FORTY, { capacity: 40, heldBack: 2, pins, orders: 20 })
  for (const { people, served, bySmallestSize } of compareRules(input)) {
    expect(people).toBe(39)
    expect(bySmallestSize.reduce((sum, own) => sum + own.people, 0)).toBe(39)
    const inGroups = bySmallestSize.reduce((sum, own) => sum + own.served, 0)
    expect(inGroups).toBeCloseTo(served.mean)
    expect(bySmallestSize.map(own => own.smallest)).toEqual([1, 2])
  }
})

test('depends only on the seed text', () => {
  const input = aComparison(FORTY, { capacity: 40, orders: 10 })
  expect(compareRules(input)).toEqual(compareRules(input))
  expect(compareRules({ ...input, entries: input.entries.toReversed() })).toEqual(
    compareRules(input),
  )
  expect(compareRules({ ...input, seedText: 'another' })).not.toEqual(compareRules(input))
})

test('simulates one order where priorities settle it', () => {
  const input = aComparison([[1], [1], [1]], { capacity: 1 })
  const entries = input.entries.map((entry, k) => ({ ...entry, priority: 3 - k }))
  for (const figures of compareRules({ ...input, entries })) {
    expect(figures.orders).toBe(1)
    expect(figures.served).toEqual({ mean: 1, least: 1, most: 1 })
  }
})

test('works when nobody has asked yet', () => {
  for (const figures of compareRules(aComparison([]))) {
    expect(figures).toMatchObject({ people: 0, served: { mean: 0 }, ticketsLeft: { mean: 10 } })
  }
})

test('reports progress from 0 up to 1', () => {
  const reports: number[] = []
  const steps = compareRulesInSteps(aComparison(FORTY, { orders: 5 }))
  for (let step = steps.next(); !step.done; step = steps.next()) reports.push(step.value)
  expect(reports).toEqual(reports.toSorted((a, b) => a - b))
  expect(reports[0]).toBe(0)
  expect(reports.at(-1)).toBeLessThan(1)
  expect(reports.length).toBe(30)
})
