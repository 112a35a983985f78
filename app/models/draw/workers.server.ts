import { Piscina } from 'piscina'
import { BadInput } from '#app/allocation/bad-input.ts'
import {
  type Job,
  type JobAnswer,
  type JobInput,
  type JobName,
  type JobValue,
  workInSteps,
} from './allocation-worker.ts'

/** Milliseconds after which a calculation is given up: one that somebody waits for, and one in the background. */
const PATIENCE = 20_000
const LONG_PATIENCE = 600_000
/** Memory of one calculation, in MiB. */
const MEMORY = 700

/** Thrown when a calculation took longer than allowed, or memory ran out: it was stopped. */
export class TooMuchWorkError extends Error {
  override name = 'TooMuchWorkError'
}

/** Thrown when more calculations wait than we can make in good time: answer 503 with Retry-After. */
export class WorkersFullError extends Error {
  override name = 'WorkersFullError'
}

/** Thrown to who waits for a calculation that was cancelled. */
export class CancelledError extends Error {
  override name = 'CancelledError'
}

/** What somebody waits for is not held up by what takes long in the background: one thread each. */
type Lane = 'now' | 'background'
const QUEUES: Record<Lane, number> = { now: 20, background: 5 }
const pools = new Map<Lane, Piscina>()

function workers(lane: Lane): Piscina {
  const known = pools.get(lane)
  if (known) return known
  const pool = new Piscina({
    filename: new URL('./allocation-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    maxQueue: QUEUES[lane],
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  })
  pools.set(lane, pool)
  return pool
}

/** Sources run as they are only under test: there is no built worker then, and cases are small. */
const isBuilt = !import.meta.url.endsWith('.ts')

/**
 * Runs a calculation of the engine away from the event loop.
 * @throws BadInput as the engine does; TooMuchWorkError, WorkersFullError.
 */
export async function calculate<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
  patience = PATIENCE,
): Promise<JobValue<Name>> {
  return run('now', { name, input }, AbortSignal.timeout(patience))
}

export type Calculation<Value> = {
  /** Rejects as `calculate` does, and with CancelledError. */
  answer: Promise<Value>
  /** From 0 to 1. */
  progress(): number
  cancel(): void
}

/** Starts a calculation that may take minutes; they are made one after the other. */
export function startCalculation<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
): Calculation<JobValue<Name>> {
  const progress = new Int32Array(new SharedArrayBuffer(4))
  const cancelling = new AbortController()
  const signal = AbortSignal.any([cancelling.signal, AbortSignal.timeout(LONG_PATIENCE)])
  const answer = run('background', { name, input, progress }, signal).catch(error => {
    throw cancelling.signal.aborted ? new CancelledError('the calculation was cancelled') : error
  })
  return {
    answer,
    progress: () => (progress[0] ?? 0) / 1_000_000,
    cancel: () => cancelling.abort(),
  }
}

async function run<Name extends JobName>(
  lane: Lane,
  job: Job<Name>,
  signal: AbortSignal,
): Promise<JobValue<Name>> {
  const answer = await (isBuilt ? runInWorker(lane, job, signal) : runHere(job, signal))
  if ('badInput' in answer) throw new BadInput(answer.badInput.place, answer.badInput.problem)
  return answer.value
}

async function runInWorker<Name extends JobName>(
  lane: Lane,
  job: Job<Name>,
  signal: AbortSignal,
): Promise<JobAnswer<Name>> {
  try {
    return (await workers(lane).run(job, { signal })) as JobAnswer<Name>
  } catch (error) {
    const message = error instanceof Error ? `${error.name} ${error.message}` : ''
    if (/queue is at limit/i.test(message)) throw new WorkersFullError('the calculations are busy')
    if (/abort|timeout|memory/i.test(message))
      throw new TooMuchWorkError('the calculation took too much')
    throw error
  }
}

async function runHere<Name extends JobName>(
  job: Job<Name>,
  signal: AbortSignal,
): Promise<JobAnswer<Name>> {
  const steps = workInSteps(job)
  for (;;) {
    if (signal.aborted) throw new TooMuchWorkError('the calculation took too much')
    const { done, value } = steps.next()
    if (done) return value
    await new Promise(setImmediate)
  }
}

export async function stopCalculating(): Promise<void> {
  await Promise.all([...pools.values()].map(pool => pool.destroy()))
  pools.clear()
}
