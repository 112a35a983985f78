import { expect, test } from 'vitest'
import type { Runtime } from '../../server.ts'
import { busyLoop } from './busy-loop.ts'

/** `BUSY_ROUNDS=100 BUSY_SEED=7` runs longer, or repeats the same moments. */
const rounds = Number(process.env.BUSY_ROUNDS ?? 5)
const seed = Number(process.env.BUSY_SEED ?? Date.now() % 1_000_000)

export function busyTest(runtime: Runtime, options: { longHold?: number } = {}): void {
  test(`nothing acknowledged is lost while others write beside a server on ${runtime} (seed ${seed})`, async () => {
    const report = await busyLoop({ runtime, rounds, seed, setUps: 3, ...options })
    console.log(`busy loop, ${runtime}, seed ${seed}: ${JSON.stringify(report)}`)
    expect(report.wrongs).toEqual([])
    expect(report.acknowledged).toBeGreaterThan(rounds * 3)
    expect([report.setUps, report.exitCode]).toEqual([3, null])
    // Otherwise the lane met no other writer.
    expect(report.proofs).toBeGreaterThan(0)
    const { 503: busy = 0, ...others } = report.statuses
    expect(Object.keys(others)).toEqual(['200', '303'])
    // All of them after ten seconds, not one after the other.
    if (options.longHold) expect(busy).toBeGreaterThanOrEqual(3)
  })
}
