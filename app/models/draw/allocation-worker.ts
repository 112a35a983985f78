import { compareRules } from '#app/allocation/compare.ts'
import { completeDraw } from '#app/allocation/draw.ts'
import { verifyDraw } from '#app/allocation/verify.ts'

/** What may be worked out in a thread of its own. Plain data in, plain data out. */
export const jobs = { complete: completeDraw, compare: compareRules, verify: verifyDraw }

export type Jobs = typeof jobs
export type JobName = keyof Jobs

/** An error of a worker loses its class on the way, so that a refusal is carried as data. */
export type JobAnswer<Name extends JobName> =
  | { value: ReturnType<Jobs[Name]> }
  | { badInput: { place: string; problem: string } }

export default function work<Name extends JobName>(job: {
  name: Name
  input: Parameters<Jobs[Name]>[0]
}): JobAnswer<Name> {
  try {
    return { value: jobs[job.name](job.input as never) as ReturnType<Jobs[Name]> }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'BadInput') throw error
    const { place, problem } = error as Error & { place: string; problem: string }
    return { badInput: { place, problem } }
  }
}
