import { z } from 'zod'
import { parseSource } from '#app/allocation/terms/source.ts'
import { publicReason } from '#app/models/draw/public-reason.ts'
import { optionalLine } from '#app/values/text.ts'
import { fromLocalDay } from '#app/values/time.ts'
import { ENTER_DATE } from '#app/values/typed-when.ts'
import { readInstant, whenField } from '#app/values/when-input.ts'
import type { SourceWanted } from './source.ts'

/** What a date without a time means. For numbers the earlier is the safer: until then a locking can be cancelled. */
const DEFAULTS = { draw: '12:00', numbers: '00:00' }
export const lockingHints = {
  draw: `If you leave the time empty, the draw takes place at ${DEFAULTS.draw}.`,
  numbers: `Nobody can know the numbers before this time, and you can enter them only after it. If you leave the time empty, it is ${DEFAULTS.numbers}.`,
}

const LONGEST_WAIT_DAYS = 366

/** One that no page showed is the number of no draw. */
const drawShown = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .catch(0)

const fields = z.object({
  draw: drawShown,
  shown: z.string().max(64).catch(''),
  source: z.enum(['drand', 'numbers', 'none'], { error: 'Choose a public value.' }),
  when: z.enum(['soonest', 'later'], { error: 'Choose when.' }).default('soonest'),
  drawDate: whenField,
  drawTime: whenField,
  numbersText: optionalLine({ max: 200 }),
  numbersDate: whenField,
  numbersTime: whenField,
  noMail: z.literal('on', { error: 'Tick the box or leave it empty.' }).optional(),
})

type Typed = z.output<typeof fields>
type Problem = [field: keyof Typed, message: string]
type Bounds = { timeZone: string; leastSeconds: number }

export const lockingSchema = (bounds: Bounds) =>
  fields.transform(({ draw, shown, noMail, ...typed }, context) => {
    const { source, problems } = readSource({ draw, shown, noMail, ...typed }, bounds)
    for (const [field, message] of problems)
      context.addIssue({ code: 'custom', path: [field], message, input: typed })
    if (!source) return z.NEVER
    return { draw, shown, source, withMail: noMail !== 'on' }
  })

export type LockingForm = z.input<typeof fields>

function readSource(typed: Typed, bounds: Bounds): { source?: SourceWanted; problems: Problem[] } {
  if (typed.source === 'none') return { source: { kind: 'none' }, problems: [] }
  if (typed.source === 'drand' && typed.when === 'soonest')
    return { source: { kind: 'drand', notBefore: null }, problems: [] }
  const which = typed.source === 'drand' ? 'draw' : 'numbers'
  const { at: notBefore, problems } = readTime(typed, which, bounds)
  const text = typed.numbersText
  if (which === 'numbers') problems.push(...problemsOfText(text))
  if (notBefore === undefined || problems.length > 0) return { problems }
  const source =
    which === 'draw'
      ? { kind: 'drand' as const, notBefore }
      : { kind: 'numbers' as const, notBefore, text }
  return { source, problems }
}

function readTime(
  typed: Typed,
  which: keyof typeof DEFAULTS,
  { timeZone, leastSeconds }: Bounds,
): { at?: number | undefined; problems: Problem[] } {
  const [date, time] = [`${which}Date`, `${which}Time`] as const
  const { at, problem } = readInstant({ date: typed[date], time: typed[time] }, timeZone, day =>
    fromLocalDay({ date: day, time: DEFAULTS[which] }, timeZone),
  )
  if (problem) return { problems: [[problem.field === 'date' ? date : time, problem.message]] }
  if (at === undefined) return { problems: [[date, ENTER_DATE]] }
  const wait = at - Date.now()
  if (wait < leastSeconds * 1000) return { problems: [[date, TOO_SOON]] }
  if (wait > LONGEST_WAIT_DAYS * 86_400_000)
    return { problems: [[date, 'Choose a time within the next year.']] }
  return { at, problems: [] }
}

export const TOO_SOON = 'Choose a later time, at least 15 minutes from now.'

function problemsOfText(text: string): Problem[] {
  if (text === '') return [['numbersText', 'Say which numbers, of which draw, and how many.']]
  try {
    parseSource(`numbers:2000-01-01T00:00:00Z:${text}`)
    return []
  } catch {
    return [['numbersText', 'Leave out the sign | and control characters.']]
  }
}

export const unlockingSchema = z.object({
  draw: drawShown,
  reason: publicReason('why you cancel the locking'),
})

export const pastedSchema = z.object({ answer: z.string().max(20_000).catch('').default('') })

export const numbersSchema = z.object({
  numbers: z.string().max(2000).catch('').default(''),
  again: z.string().max(2000).catch('').default(''),
})
