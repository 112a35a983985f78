import { compareRulesInSteps } from '#app/allocation/compare.ts'
import { completeDrawInSteps, type Work } from '#app/allocation/draw.ts'
import { type ExplainOptions, explainSteps } from '#app/allocation/explain.ts'
import type { Problem } from '#app/allocation/types.ts'
import { verifyDrawInSteps } from '#app/allocation/verify.ts'

/** What may be worked out in a thread of its own, in slices. Plain data in, plain data out. */
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
  verify: ({ text, most }: { text: string; most: Work }) => verifyDrawInSteps(text, most),
}

export type Jobs = typeof jobs
export type JobName = keyof Jobs
export type JobInput<Name extends JobName> = Parameters<Jobs[Name]>[0]
export type JobValue<Name extends JobName> =
  ReturnType<Jobs[Name]> extends Generator<number, infer Value> ? Value : never

export type Job<Name extends JobName> = {
  name: Name
  input: JobInput<Name>
  /** Shared with who waits: the first number is the part done, in millionths. */
  progress?: Int32Array
}

/** An error of a worker loses its class on the way, so that a refusal is carried as data. */
export type JobAnswer<Name extends JobName> =
  | { value: JobValue<Name> }
  | { badInput: { place: string; problem: string } }

/** The slices of a job; after each, the part done stands in its `progress`. */
export function* workInSteps<Name extends JobName>(
  job: Job<Name>,
): Generator<void, JobAnswer<Name>> {
  const { name, input, progress } = job
  try {
    const steps = jobs[name](input as never) as Generator<number, JobValue<Name>>
    for (;;) {
      const { done, value } = steps.next()
      if (done) return { value }
      if (progress) progress[0] = Math.floor(value * 1_000_000)
      yield
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'BadInput') throw error
    const { place, problem } = error as Error & { place: string; problem: string }
    return { badInput: { place, problem } }
  }
}

export default function work<Name extends JobName>(job: Job<Name>): JobAnswer<Name> {
  const steps = workInSteps(job)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
