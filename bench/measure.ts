import { performance } from 'node:perf_hooks'
import autocannon from 'autocannon'

/** Requests a second, and milliseconds. */
export type Measured = { rate: number; median: number; p99: number; failed: number }

/** Many at once for a while; what came before the measured time warms up. */
export async function measurePage(
  url: string,
  cookie: string | undefined,
  seconds: number,
): Promise<Measured> {
  const options = { url, connections: 8, ...(cookie && { headers: { cookie } }) }
  await autocannon({ ...options, duration: 1 })
  const result = await autocannon({ ...options, duration: seconds })
  return {
    rate: result.requests.average,
    median: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  }
}

/**
 * One after the other, as writes are: each round prepares its form first and only the sending is timed.
 * @param prepare gives what to send, or undefined when there is nothing left to send
 */
export async function measureForm(
  rounds: number,
  prepare: (round: number) => Promise<() => Promise<{ status: number }>>,
): Promise<Measured> {
  const times: number[] = []
  let failed = 0
  for (let round = 0; round < rounds; round += 1) {
    const sendForm = await prepare(round)
    const started = performance.now()
    const { status } = await sendForm()
    times.push(performance.now() - started)
    if (status !== 303) failed += 1
  }
  times.sort((a, b) => a - b)
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0
  const total = times.reduce((sum, time) => sum + time, 0)
  return { rate: (times.length * 1000) / total, median: at(0.5), p99: at(0.99), failed }
}
