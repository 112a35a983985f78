import { describe, expect, test } from 'vitest'
import { commitmentOf, keyOf, rankEntries, sha256 } from './ranking.ts'
import { seedOfDraw } from './seed.ts'
import { aDraw } from './testing/documents.ts'
import { anEntry } from './testing/problems.ts'
import type { Entry } from './types.ts'

const SEED = '19b25856e1c150ca834cffc8b59b23adbd0ec0389e58eb22b3b64768098d002b'

describe('frozen vectors, made by another program', () => {
  test('hashes are over UTF-8 text', () => {
    expect(sha256('seed')).toBe(SEED)
    expect(commitmentOf('0'.repeat(64))).toBe(
      '60e05bd1b195af2f94112fa7197a5c88289058840ce7c6df9693756bc6250f55',
    )
    const rollHash = sha256('')
    const parts = { eventId: 'ev-é', secret: '0'.repeat(64), rollHash, publicValue: '7 11' }
    expect(seedOfDraw(aDraw([], parts))).toBe(
      '5325dae36ad6790c65740502ada5a7f4a055816809ae1d78b645ec25628d8585',
    )
  })

  test('a key is the lowest of `weight` hashes', () => {
    expect(keyOf(SEED, 'a', 1)).toBe(
      '0f2eda82cdf5382f924920c9da760acec4d406b582d3fd49347a6e532afe2d22',
    )
    expect(keyOf(SEED, 'a', 3)).toBe(
      '0f2eda82cdf5382f924920c9da760acec4d406b582d3fd49347a6e532afe2d22',
    )
    expect(keyOf(SEED, 'b', 2)).toBe(
      '721799c9c751ca6e4eb7cbf30ab6f2008414183326b084d4a0adcb8bdd42cd08',
    )
  })
})

test('the highest priority comes first, and the draw decides only among equals', () => {
  const entries = Array.from({ length: 60 }, (_, k) =>
    anEntry({ code: `c${k}`, priority: k % 3, weight: 1 + (k % 5) }),
  )
  const ranked = rankEntries(entries, SEED)
  expect(ranked.map(entry => entry.priority)).toEqual(
    [2, 1, 0].flatMap(priority => Array<number>(20).fill(priority)),
  )
  for (const priority of [0, 1, 2]) {
    const keys = ranked
      .filter(entry => entry.priority === priority)
      .map(entry => keyOf(SEED, entry.code, entry.weight))
    expect(keys).toEqual(keys.toSorted())
  }
})

test('every order of four is equally likely (chi-square, 23 degrees of freedom)', () => {
  const entries = ['q7', 'a2', 'zz', 'm'].map(code => anEntry({ code }))
  const counts = new Map<string, number>()
  const draws = 12_000
  for (let draw = 0; draw < draws; draw++) count(counts, codesOf(rankBySeed(entries, draw)))
  expect(counts.size).toBe(24)
  // 1 in 1,000 fair draws would exceed 49.7; the seeds are fixed, so this one never does.
  expect(chiSquare([...counts.values()], draws / 24)).toBeLessThan(49.7)
})

test('weights 1 : 2 : 3 : 4 come first .1, .2, .3, .4 of the time', () => {
  const entries = [1, 2, 3, 4].map(weight => anEntry({ code: `w${weight}`, weight }))
  const first = new Map<string, number>()
  const draws = 20_000
  for (let draw = 0; draw < draws; draw++) count(first, rankBySeed(entries, draw)[0]?.code ?? '')
  for (const { code, weight } of entries) {
    // Four standard deviations of a share near .4 in 20,000 draws.
    expect(Math.abs((first.get(code) ?? 0) / draws - weight / 10)).toBeLessThan(0.014)
  }
})

test('the time of asking does not affect the place', () => {
  const people = 40
  const draws = 1_500
  const entries = Array.from({ length: people }, (_, k) => anEntry({ code: sha256(`m${k}`) }))
  const sumOfPlaces = new Map<string, number>()
  for (let draw = 0; draw < draws; draw++) {
    for (const [place, { code }] of rankBySeed(entries, draw).entries()) {
      count(sumOfPlaces, code, place)
    }
  }
  const meanPlaces = entries.map(({ code }) => (sumOfPlaces.get(code) ?? 0) / draws)
  // A mean of 1,500 places of 0 … 39 has a standard deviation of 0.3.
  for (const mean of meanPlaces) expect(Math.abs(mean - 19.5)).toBeLessThan(1.2)
  expect(Math.abs(correlationWithIndex(meanPlaces))).toBeLessThan(0.5)
})

function rankBySeed(entries: readonly Entry[], draw: number): Entry[] {
  return rankEntries(entries, sha256(`draw ${draw}`))
}

function codesOf(entries: readonly Entry[]): string {
  return entries.map(entry => entry.code).join(' ')
}

function count(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

function chiSquare(observed: readonly number[], expected: number): number {
  return observed.reduce((sum, value) => sum + (value - expected) ** 2 / expected, 0)
}

function correlationWithIndex(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const products = values.reduce((sum, value, index) => sum + (value - mean) * (index - middle), 0)
  const spread = (of: readonly number[], around: number) =>
    Math.sqrt(of.reduce((sum, value) => sum + (value - around) ** 2, 0))
  const indices = values.map((_, index) => index)
  return products / (spread(values, mean) * spread(indices, middle))
}
