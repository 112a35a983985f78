import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import autocannon from 'autocannon'
import { median, quantile } from './sample.ts'

/** Requests a second, milliseconds, and milliseconds of processor time per request where the system reports it. */
export type Measured = {
  rate: number
  median: number
  p99: number
  cpu: number | undefined
  failed: number
}
/** `ratio` is the median ratio of the rates. */
export type Compared = { app: Measured; bare: Measured; ratio: number }
export type Target = { url: string; cookie?: string | undefined; pid: number | undefined }

const ROUNDS = 4

/** Concurrent requests, alternating between the two so that other load on the machine affects both. */
export async function comparePages(app: Target, bare: Target, seconds: number): Promise<Compared> {
  for (const target of [bare, app]) await slice(target, 1)
  const rounds: { app: Measured; bare: Measured }[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({
      bare: await slice(bare, seconds / ROUNDS),
      app: await slice(app, seconds / ROUNDS),
    })
  return {
    app: together(rounds.map(round => round.app)),
    bare: together(rounds.map(round => round.bare)),
    ratio: median(rounds.map(round => round.app.rate / round.bare.rate)),
  }
}

async function slice({ url, cookie, pid }: Target, duration: number): Promise<Measured> {
  const before = cpuTime(pid)
  const options = { url, connections: 8, duration, ...(cookie && { headers: { cookie } }) }
  const { requests, latency, non2xx, errors, duration: took } = await autocannon(options)
  const after = cpuTime(pid)
  return {
    // autocannon stops at whole seconds, whatever was asked for.
    rate: requests.total / took,
    median: latency.p50,
    p99: latency.p99,
    cpu:
      before !== undefined && after !== undefined ? (after - before) / requests.total : undefined,
    failed: non2xx + errors,
  }
}

function together(slices: Measured[]): Measured {
  const cpu = slices.map(each => each.cpu).filter(each => each !== undefined)
  return {
    rate: slices.reduce((sum, { rate }) => sum + rate, 0) / slices.length,
    median: median(slices.map(({ median }) => median)),
    p99: Math.max(...slices.map(({ p99 }) => p99)),
    cpu: cpu.length > 0 ? median(cpu) : undefined,
    failed: slices.reduce((sum, { failed }) => sum + failed, 0),
  }
}

type Prepare = (round: number) => Promise<() => Promise<{ status: number }>>

/** One at a time, as writes are, alternating between the two. Only sending is timed, not preparing. */
export async function compareForms(
  rounds: number,
  app: { prepare: Prepare; pid: number | undefined },
  bare: { prepare: Prepare; pid: number | undefined },
): Promise<Compared> {
  const taken = { app: newTimes(), bare: newTimes() }
  for (let round = 0; round < rounds; round += 1) {
    await timeForm(await bare.prepare(round), bare.pid, taken.bare)
    await timeForm(await app.prepare(round), app.pid, taken.app)
  }
  const measured = { app: summed(taken.app), bare: summed(taken.bare) }
  return { ...measured, ratio: measured.bare.median / measured.app.median }
}

type Times = { all: number[]; cpu: number; failed: number }
const newTimes = (): Times => ({ all: [], cpu: 0, failed: 0 })

async function timeForm(
  sendForm: () => Promise<{ status: number }>,
  pid: number | undefined,
  times: Times,
): Promise<void> {
  const before = cpuTime(pid)
  const started = performance.now()
  const { status } = await sendForm()
  times.all.push(performance.now() - started)
  times.cpu += (cpuTime(pid) ?? Number.NaN) - (before ?? Number.NaN)
  if (status !== 303) times.failed += 1
}

function summed({ all, cpu, failed }: Times): Measured {
  const total = all.reduce((sum, time) => sum + time, 0)
  return {
    rate: (all.length * 1000) / total,
    median: median(all),
    p99: quantile(all, 0.99),
    cpu: Number.isNaN(cpu) ? undefined : cpu / all.length,
    failed,
  }
}

/** Milliseconds of processor time so far; Linux counts hundredths of a second. */
export function cpuTime(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return undefined
  }
}
