import v8 from 'node:v8'
import vm from 'node:vm'
import { verifyWithLogInSteps } from '#app/allocation/after/verify-with-log.ts'
import { compareRulesInSteps } from '#app/allocation/compare.ts'
import { type Verifying, verifyDrawInSteps } from '#app/allocation/document/verify.ts'
import { completeDrawInSteps } from '#app/allocation/draw.ts'
import { type ExplainOptions, explainSteps } from '#app/allocation/explain.ts'
import { runToEnd } from '#app/allocation/run-to-end.ts'
import { type Beacon, isSignatureOf } from '#app/allocation/terms/drand.ts'
import type { Problem } from '#app/allocation/types.ts'

/** In slices, for a separate thread: plain data in and out. */
export const jobs = {
  complete: completeDrawInSteps,
  compare: compareRulesInSteps,
  explain: ({
    problem,
    code,
    options,
  }: {
    problem: Problem
    code: string
    options: ExplainOptions
  }) => explainSteps(problem, code, options),
  verify: ({ text, asked }: { text: string; asked: Verifying }) => verifyDrawInSteps(text, asked),
  log: verifyWithLogInSteps,
  signature: signatureInSteps,
}

type Signed = { beacon: Beacon; round: number; signature: string }

/** Two pairings, which cannot be sliced: some 100 ms. */
function* signatureInSteps({ beacon, round, signature }: Signed): Generator<number, boolean> {
  yield 0
  return isSignatureOf(beacon, round, signature)
}

export type Jobs = typeof jobs
export type JobName = keyof Jobs
export type JobInput<Name extends JobName> = Parameters<Jobs[Name]>[0]
export type JobValue<Name extends JobName> =
  ReturnType<Jobs[Name]> extends Generator<number, infer Value> ? Value : never

export type Job<Name extends JobName> = {
  name: Name
  input: JobInput<Name>
  shared: Int32Array
}

/** Indexes of `shared`: the part done, in millionths, and a request to stop, once it is not 0. */
export const DONE = 0
export const STOP = 1

/** An error loses its class on the way out of a worker, so a refusal travels as data. */
export type JobAnswer<Name extends JobName> =
  | { value: JobValue<Name> }
  | { badInput: { place: string; problem: string } }
  | { isStopped: true }

export function* workInSteps<Name extends JobName>(
  job: Job<Name>,
): Generator<void, JobAnswer<Name>> {
  const { name, input, shared } = job
  try {
    const steps = jobs[name](input as never) as Generator<number, JobValue<Name>>
    for (;;) {
      if (Atomics.load(shared, STOP)) return { isStopped: true }
      const { done, value } = steps.next()
      if (done) return { value }
      Atomics.store(shared, DONE, Math.floor(value * 1_000_000))
      yield
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'BadInput') throw error
    const { place, problem } = error as Error & { place: string; problem: string }
    return { badInput: { place, problem } }
  }
}

export default function work<Name extends JobName>(job: Job<Name>): JobAnswer<Name> {
  const answer = runToEnd(workInSteps(job))
  freeMemory()
  return answer
}

let collect: (() => void) | undefined

/** The collector hardly sees memory outside its heap, so hundreds of megabytes of tables would pile up. */
function freeMemory(): void {
  if (!collect) {
    v8.setFlagsFromString('--expose-gc')
    collect = vm.runInNewContext('gc') as () => void
  }
  collect()
}
