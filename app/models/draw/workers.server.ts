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

/** Milliseconds, waiting included, after which a calculation is given up. */
const PATIENCE: Record<LaneName, number> = {
  now: 20_000,
  members: 5000,
  strangers: 10_000,
  draws: 600_000,
  comparisons: 600_000,
}
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

/**
 * One thread each, so that what an organizer waits for is held up neither by what takes long nor by the
 * documents that strangers bring nor by members who ask why, and no draw by others' comparisons; and how many may
 * be there at once, the one that runs among them.
 */
const LANES = { now: 20, members: 10, strangers: 4, draws: 5, comparisons: 5 }
type LaneName = keyof typeof LANES

type Lane = { inside: number; last: Promise<unknown>; pool?: Piscina }
const lanes = new Map<LaneName, Lane>()

function laneOf(name: LaneName): Lane {
  const lane = lanes.get(name) ?? { inside: 0, last: Promise.resolve() }
  lanes.set(name, lane)
  return lane
}

/**
 * Piscina's own queue is not used: with signals it has no end, and what waits in it behind a calculation that
 * is stopped waits until the next one comes.
 */
function threadOf(lane: Lane): Piscina {
  lane.pool ??= new Piscina({
    filename: new URL('./allocation-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  })
  return lane.pool
}

/** Works after all who came earlier, however they ended; whose patience ends goes at once. */
async function inTurn<Value>(
  name: LaneName,
  signal: AbortSignal,
  work: (lane: Lane) => Promise<Value>,
): Promise<Value> {
  const lane = laneOf(name)
  if (lane.inside >= LANES[name]) throw new WorkersFullError('the calculations are busy')
  lane.inside += 1
  const turn = lane.last.then(() => {
    signal.throwIfAborted()
    return work(lane)
  })
  lane.last = turn.catch(() => undefined)
  try {
    return await untilAborted(turn, signal)
  } finally {
    lane.inside -= 1
  }
}

async function untilAborted<Value>(turn: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let leave = () => {}
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(new TooMuchWorkError('the calculation took too much'))
    signal.addEventListener('abort', leave)
  })
  try {
    return await Promise.race([turn, left])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

/** Sources run as they are only under test: there is no built worker then, and cases are small. */
const isBuilt = !import.meta.url.endsWith('.ts')

/**
 * Runs a calculation of the engine away from the event loop.
 * @throws BadInput as the engine does; TooMuchWorkError, WorkersFullError
 */
export async function calculate<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
  lane: LaneName = 'now',
): Promise<JobValue<Name>> {
  return run(lane, { name, input }, AbortSignal.timeout(PATIENCE[lane]))
}

export type Calculation<Value> = {
  /** Rejects as `calculate` does, and with CancelledError. */
  answer: Promise<Value>
  /** From 0 to 1. */
  progress(): number
  cancel(): void
}

/** Starts a calculation that may take minutes; those of a name are made one after the other. */
export function startCalculation<Name extends 'complete' | 'compare'>(
  name: Name,
  input: JobInput<Name>,
): Calculation<JobValue<Name>> {
  const progress = new Int32Array(new SharedArrayBuffer(4))
  const cancelling = new AbortController()
  const lane = name === 'complete' ? 'draws' : 'comparisons'
  const signal = AbortSignal.any([cancelling.signal, AbortSignal.timeout(PATIENCE[lane])])
  const answer = run(lane, { name, input, progress }, signal).catch(error => {
    throw cancelling.signal.aborted ? new CancelledError('the calculation was cancelled') : error
  })
  return {
    answer,
    progress: () => (progress[0] ?? 0) / 1_000_000,
    cancel: () => cancelling.abort(),
  }
}

async function run<Name extends JobName>(
  name: LaneName,
  job: Job<Name>,
  signal: AbortSignal,
): Promise<JobValue<Name>> {
  const answer = await inTurn(name, signal, lane =>
    isBuilt ? runInWorker(threadOf(lane), job, signal) : runHere(job, signal),
  )
  if ('badInput' in answer) throw new BadInput(answer.badInput.place, answer.badInput.problem)
  return answer.value
}

async function runInWorker<Name extends JobName>(
  thread: Piscina,
  job: Job<Name>,
  signal: AbortSignal,
): Promise<JobAnswer<Name>> {
  try {
    return (await thread.run(job, { signal })) as JobAnswer<Name>
  } catch (error) {
    const message = error instanceof Error ? `${error.name} ${error.message}` : ''
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
  await Promise.all([...lanes.values()].map(lane => lane.pool?.destroy()))
  lanes.clear()
}
