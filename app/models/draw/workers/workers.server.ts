import { randomUUID } from 'node:crypto'
import { Piscina } from 'piscina'
import { BadInput } from '#app/allocation/document/bad-input.ts'
import {
  DONE,
  type Job,
  type JobAnswer,
  type JobInput,
  type JobName,
  type JobValue,
  STOP,
  workInSteps,
} from './allocation-worker.ts'
import { Turns } from './turns.ts'

export { WorkersFullError } from './turns.ts'

/** Includes the wait for a turn. */
const PATIENCE_MS: Record<LaneName, number> = {
  now: 20_000,
  members: 5000,
  strangers: 10_000,
  draws: 600_000,
  comparisons: 600_000,
}
/** MiB besides the tables. A thread at its limit ends on Node and never answers on Deno: estimate large work first. */
const HEAP = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 8 }
const STOPS_WITHIN_MS = 15_000

export class TooMuchWorkError extends Error {
  override name = 'TooMuchWorkError'
}

export class CancelledError extends Error {
  override name = 'CancelledError'
}

/** A thread each: strangers' documents or members asking why never delay organizers, nor comparisons draws. */
const LANES = {
  now: { most: 20, each: 20 },
  members: { most: 10, each: 3 },
  strangers: { most: 8, each: 2 },
  draws: { most: 5, each: 3 },
  comparisons: { most: 5, each: 3 },
}
type LaneName = keyof typeof LANES

type Lane = { turns: Turns; thread?: Piscina | undefined }
const lanes = new Map<LaneName, Lane>()

function laneOf(name: LaneName): Lane {
  const { most, each } = LANES[name]
  const lane = lanes.get(name) ?? { turns: new Turns(most, each) }
  lanes.set(name, lane)
  return lane
}

/** Avoids Piscina's queue and signals: they stop work by ending the thread, whose memory Deno never gives back. */
function threadOf(lane: Lane): Piscina {
  lane.thread ??= new Piscina({
    filename: new URL('./allocation-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 30_000,
    resourceLimits: HEAP,
  })
  return lane.thread
}

/** Tests run the sources, without a built worker, on small cases. */
const isBuilt = !import.meta.url.endsWith('.ts')

/**
 * @param who shares the lane with others; without it the calculation counts separately
 * @throws BadInput, TooMuchWorkError, WorkersFullError
 */
export async function calculate<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
  lane: LaneName = 'now',
  who?: string,
): Promise<JobValue<Name>> {
  return run(lane, jobOf(name, input), AbortSignal.timeout(PATIENCE_MS[lane]), who)
}

function jobOf<Name extends JobName>(name: Name, input: JobInput<Name>): Job<Name> {
  return { name, input, shared: new Int32Array(new SharedArrayBuffer(8)) }
}

export type Calculation<Value> = {
  /** Rejects as `calculate` does, and with CancelledError. */
  answer: Promise<Value>
  /** From 0 to 1. */
  progress(): number
  cancel(): void
}

/** Starts a calculation that may take minutes; those with the same name run one after the other. */
export function startCalculation<Name extends 'complete' | 'compare'>(
  name: Name,
  input: JobInput<Name>,
  who?: string,
): Calculation<JobValue<Name>> {
  const cancelling = new AbortController()
  const lane = name === 'complete' ? 'draws' : 'comparisons'
  const signal = AbortSignal.any([cancelling.signal, AbortSignal.timeout(PATIENCE_MS[lane])])
  const job = jobOf(name, input)
  const answer = run(lane, job, signal, who).catch(error => {
    throw cancelling.signal.aborted ? new CancelledError('the calculation was cancelled') : error
  })
  return {
    answer,
    progress: () => Atomics.load(job.shared, DONE) / 1_000_000,
    cancel: () => cancelling.abort(),
  }
}

async function run<Name extends JobName>(
  name: LaneName,
  job: Job<Name>,
  signal: AbortSignal,
  who: string = randomUUID(),
): Promise<JobValue<Name>> {
  const lane = laneOf(name)
  const answer = await lane.turns.take(who, signal, async (): Promise<JobAnswer<Name>> => {
    // A signal that was already aborted calls no listener.
    if (signal.aborted) return { isStopped: true }
    signal.addEventListener('abort', () => Atomics.store(job.shared, STOP, 1))
    return isBuilt ? runInThread(lane, job, signal) : runHere(job)
  })
  if ('isStopped' in answer) throw new TooMuchWorkError('the calculation took too much')
  if ('badInput' in answer) throw new BadInput(answer.badInput.place, answer.badInput.problem)
  return answer.value
}

async function runInThread<Name extends JobName>(
  lane: Lane,
  job: Job<Name>,
  signal: AbortSignal,
): Promise<JobAnswer<Name>> {
  const thread = threadOf(lane)
  const giveUp = () => {
    lane.thread = undefined
    void thread.destroy()
  }
  let overdue: NodeJS.Timeout | undefined
  const watch = () => (overdue = setTimeout(giveUp, STOPS_WITHIN_MS).unref())
  signal.addEventListener('abort', watch)
  try {
    return (await thread.run(job)) as JobAnswer<Name>
  } catch (error) {
    const message = error instanceof Error ? `${error.name} ${error.message}` : ''
    if (/abort|terminat|memory/i.test(message)) return { isStopped: true }
    throw error
  } finally {
    signal.removeEventListener('abort', watch)
    clearTimeout(overdue)
  }
}

async function runHere<Name extends JobName>(job: Job<Name>): Promise<JobAnswer<Name>> {
  const steps = workInSteps(job)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await new Promise(setImmediate)
  }
}

export async function stopCalculating(): Promise<void> {
  await Promise.all([...lanes.values()].map(lane => lane.thread?.destroy()))
  lanes.clear()
}
