import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explain } from '#app/allocation/explain.ts'
import { smallProblems } from '#app/allocation/testing/problems.ts'
import {
  type Entry,
  ORDERS,
  type Order,
  type Problem,
  RULES,
  type Rule,
  type SetByHand,
} from '#app/allocation/types.ts'
import { check, PATTERNS } from '#app/models/draw/public/testing/claims.ts'
import { drawnFor, finalOf, type Reading } from '#app/models/draw/public/testing/reading.ts'
import { World } from '#app/models/draw/public/testing/world.ts'
import { sayWhy } from './why.ts'
import { sayLead } from './why-lead.ts'

const CASES = 1_000
const SEED = 16

const contenders: { rule: Rule; cap: number | null }[] = [
  ...RULES.map(rule => ({ rule, cap: null })),
  { rule: 'plain', cap: 1 },
  { rule: 'plain', cap: 2 },
]

const used = new Set<string>()

test.each(contenders)('$rule with cap $cap: every sentence is true', ({ rule, cap }) => {
  fc.assert(
    fc.property(cases, given => {
      const { problem, order, overrides, mostLooks } = given
      const world = new World({ ...problem, rule, options: { cap } }, order, overrides)
      for (const entry of world.problem.ranked) {
        const told = explain(world.problem, entry.code, { overrides, mostLooks })
        const items = [sayLead(told, rule), ...sayWhy(told, rule, order)]
        read(items, { world, entry }, mostLooks > 1_000)
      }
    }),
    { numRuns: CASES, seed: SEED },
  )
})

test('each pattern is used, so none is there for nothing', () => {
  expect(PATTERNS.filter(pattern => !used.has(pattern))).toEqual([])
})

function read(items: readonly string[], reading: Reading, isWhole: boolean): void {
  const sentences = items.flatMap(item => item.split(/(?<=\.) /))
  const untrue = sentences.filter(sentence => {
    const { pattern, isTrue } = check(sentence, reading)
    used.add(pattern)
    return !isTrue
  })
  expect(untrue).toEqual([])
  mustBeComplete(items, reading, isWhole)
}

function mustBeComplete(items: readonly string[], { world, entry }: Reading, isWhole: boolean) {
  const said = items.join(' ')
  const final = finalOf(world, entry)
  expect(items.at(-1)).toContain(`So you got ${final === 0 ? 'no' : final} ticket`)
  if (world.indexOf(entry.code) < 0) return
  if (world.problem.rule === 'fair-share' || world.problem.rule === 'plain') {
    for (const { from, to } of world.turnsOf(entry.code)) {
      if (from > 0 && to > from) expect(said).toContain(`You moved up from ${from} to ${to}.`)
      if (to === from) expect(said).toContain('you needed')
    }
    return
  }
  const larger = entry.sizes.filter(size => size > drawnFor(world, entry))
  for (const size of larger.length > 4 ? [...larger.slice(-3), larger[0]] : larger) {
    const about = items.filter(item => new RegExp(`(^|get |you )${size}\\b`).test(item))
    expect(about.length).toBeGreaterThan(0)
    const isTie = world.equalsWith(entry.code, size as number).length > 0
    if (isWhole) expect(said.includes(`Giving you ${size} could have`)).toBe(isTie)
  }
}

/** With weights and priorities that fit the order. */
function rankedFor(order: Order, ranked: readonly Entry[], losses: readonly number[]): Entry[] {
  const entries = ranked.map((entry, index) => {
    const lost = losses[index] ?? 0
    if (order === 'weighted') return { ...entry, weight: 1 + lost }
    if (order === 'first-come') return { ...entry, priority: ranked.length - index }
    return { ...entry, priority: order === 'rotation' ? lost : 0 }
  })
  return entries.sort((a, b) => b.priority - a.priority)
}

/** Never enough for everybody's first choice. */
function scarce(problem: Problem): Problem {
  const { capacity, heldBack, pins, ranked } = problem
  const free = pins.reduce((sum, pin) => sum - pin.amount, capacity - heldBack)
  const drawn = ranked.filter(({ code }) => !pins.some(pin => pin.code === code))
  const wanted = drawn.reduce((sum, { sizes }) => sum + (sizes[0] ?? 0), 0)
  return { ...problem, capacity: capacity - free + (free % Math.max(1, wanted)) }
}

/** Few sizes each, so that ties and sizes that do not fit are common. */
function picky(problem: Problem): Problem {
  const ranked = problem.ranked.map((each, at) => ({
    ...each,
    sizes: each.sizes.slice(0, 1 + (at % 2)),
  }))
  return scarce({ ...problem, ranked })
}

/** Many sizes for a few people, too. */
const problems = fc.oneof(
  { weight: 2, arbitrary: fc.noBias(smallProblems(5, 12)).map(scarce) },
  { weight: 2, arbitrary: fc.noBias(smallProblems(6, 12)).map(picky) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(smallProblems(3, 12), fc.integer({ min: 6, max: 9 }))
      .map(([problem, most]): Problem => {
        const sizes = Array.from({ length: most }, (_, index) => most - index)
        const ranked = problem.ranked.map((each, index) => (index > 1 ? each : { ...each, sizes }))
        return { ...problem, ranked }
      }),
  },
)

const cases = fc
  .record({
    problem: problems,
    order: fc.constantFrom(...ORDERS),
    losses: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 }),
    overridden: fc.option(fc.tuple(fc.nat(4), fc.nat(4)), { freq: 3, nil: null }),
    mostLooks: fc.constantFrom(0, 60, 1_000_000, 1_000_000),
  })
  .map(({ problem, order, losses, overridden, mostLooks }) => {
    const ranked = rankedFor(order, problem.ranked, losses)
    const code = ranked[overridden?.[0] ?? 9]?.code
    const overrides: SetByHand[] =
      code === undefined ? [] : [{ code, amount: overridden?.[1] ?? 0, reason: 'Late' }]
    return { problem: { ...problem, ranked }, order, overrides, mostLooks }
  })
