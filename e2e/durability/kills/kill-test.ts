import { expect, test } from 'vitest'
import type { Runtime } from '../../server.ts'
import { killLoop } from './kill-loop.ts'

/** `KILL_ROUNDS=500 KILL_SEED=7` runs longer, or repeats the same moments. */
const rounds = Number(process.env.KILL_ROUNDS ?? 25)
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)

export function killTest(runtime: Runtime): void {
  test(`nothing acknowledged is lost when a server on ${runtime} is killed, ${rounds} times (seed ${seed})`, async () => {
    const report = await killLoop({ runtime, rounds, seed })
    console.log(`kill loop, ${runtime}, seed ${seed}: ${JSON.stringify(report)}`)
    expect(report.wrongs).toEqual([])
    expect(report.kills).toBe(rounds)
    // Otherwise nothing was tried.
    expect(report.acknowledged).toBeGreaterThan(rounds)
    expect(report.mails).toBeGreaterThan(rounds)
    // A server on a busy machine turns requests away with 503, and says that nothing was written.
    const statuses = Object.keys(report.statuses).filter(status => status !== '503')
    expect(statuses).toEqual(['200', '303'])
  })
}
