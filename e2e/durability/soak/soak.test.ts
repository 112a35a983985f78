import { expect, test } from 'vitest'
import { sayFlatness } from './flatness.ts'
import { soak } from './soak.ts'

/** `npm run soak` sets these. */
const minutes = Number(process.env.SOAK_MINUTES ?? 2)
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000)
const runtime = process.env.SOAK_RUNTIME === 'node' ? 'node' : 'deno'
const timeout = minutes * 60_000 + 300_000

test(`under ${minutes} minutes of mixed load on ${runtime}, memory, descriptors and latency stay flat and nothing is lost (seed ${seed})`, {
  timeout,
}, async () => {
  const report = await soak({ minutes, runtime, seed, say: line => console.log(line) })
  for (const each of report.flatness) console.log(sayFlatness(each))
  const { acknowledged, statuses, wrongs } = report
  console.log(`${acknowledged} writes acknowledged, answers by status ${JSON.stringify(statuses)}`)
  expect(wrongs).toEqual([])
  expect(report.flatness.filter(({ isFlat }) => !isFlat).map(sayFlatness)).toEqual([])
  expect(Object.keys(statuses)).toEqual(['200', '303'])
  expect(acknowledged).toBeGreaterThan(minutes * 60)
})
