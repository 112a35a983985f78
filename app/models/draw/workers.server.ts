import { Piscina } from 'piscina'
import { BadInput } from '#app/allocation/bad-input.ts'
import work, { type JobAnswer, type JobName, type Jobs } from './allocation-worker.ts'

/** Milliseconds after which a calculation is given up, by default. */
const PATIENCE = 20_000
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

let pool: Piscina | undefined

function workers(): Piscina {
  pool ??= new Piscina({
    filename: new URL('./allocation-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    maxQueue: 20,
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  })
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
  input: Parameters<Jobs[Name]>[0],
  patience = PATIENCE,
): Promise<ReturnType<Jobs[Name]>> {
  const job = { name, input }
  const answer = isBuilt ? await runInWorker<Name>(job, patience) : work<Name>(job)
  if ('badInput' in answer) throw new BadInput(answer.badInput.place, answer.badInput.problem)
  return answer.value
}

async function runInWorker<Name extends JobName>(
  job: object,
  patience: number,
): Promise<JobAnswer<Name>> {
  try {
    return (await workers().run(job, { signal: AbortSignal.timeout(patience) })) as JobAnswer<Name>
  } catch (error) {
    const message = error instanceof Error ? `${error.name} ${error.message}` : ''
    if (/queue is at limit/i.test(message)) throw new WorkersFullError('the calculations are busy')
    if (/abort|timeout|memory/i.test(message))
      throw new TooMuchWorkError('the calculation took too much')
    throw error
  }
}

export async function stopCalculating(): Promise<void> {
  await pool?.destroy()
  pool = undefined
}
