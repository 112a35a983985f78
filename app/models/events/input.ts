import { z } from 'zod'
import {
  optionalLine,
  paragraphs,
  requiredParagraphs,
  singleLine,
  wholeNumber,
} from '#app/values/text.ts'
import { readZone } from '#app/values/time-zone.ts'
import { ENTER_DATE } from '#app/values/typed-when.ts'
import {
  closingTimeOn,
  middayOn,
  openingTimeOn,
  readInstant,
  startTimeOn,
  whenField,
} from '#app/values/when-input.ts'
import { zoneField } from '#app/values/zone-field.ts'
import { afterFactsOf, afterFields, problemsAfter } from './after-input.ts'

export const MOST_TICKETS = 100_000
export const MOST_SIZES = 40

/** Anything that is not a version becomes 0, which no row has. */
export const versionField = z
  .string()
  .optional()
  .transform(text => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0))

const fields = z.object({
  name: singleLine({ label: 'a name', min: 2, max: 200 }),
  timeZone: zoneField,
  startsDate: whenField,
  startsTime: whenField,
  place: optionalLine({ max: 200 }),
  totalTickets: wholeNumber({ label: 'how many tickets there are,', min: 1, max: MOST_TICKETS }),
  mostPerRequest: wholeNumber({ label: 'a number', min: 1, max: MOST_SIZES }).default(8),
  notes: paragraphs({ max: 1000 }),
  opens: z.enum(['now', 'later', 'not-yet'], { error: 'Choose when requests open.' }).optional(),
  opensDate: whenField,
  opensTime: whenField,
  closesDate: whenField,
  closesTime: whenField,
  ownerId: z.string().max(64, 'Choose an owner from the list.').optional(),
  tell: z.literal('on', { error: 'Tick the box or leave it empty.' }).optional(),
  version: versionField,
  ...afterFields,
})

const whenFields = {
  starts: { date: 'startsDate', time: 'startsTime' },
  opens: { date: 'opensDate', time: 'opensTime' },
  closes: { date: 'closesDate', time: 'closesTime' },
  confirm: { date: 'confirmDate', time: 'confirmTime' },
  names: { date: 'namesDate', time: 'namesTime' },
} as const

export const eventSchema = fields
  // Runs even when other fields have problems, so that one answer reports them all.
  .superRefine(
    (form, context) => {
      for (const [field, message] of readTimes(form).problems) refuse(context, field, message, form)
    },
    { when: ({ value }) => typeof value === 'object' && value !== null },
  )
  .transform((form, context) => {
    const { startsAt, opensAt, closesAt, ...after } = readTimes(form)
    if (context.issues.length > 0 || startsAt === undefined) return z.NEVER
    const { name, timeZone, place, totalTickets, mostPerRequest, notes } = form
    const facts = { name, timeZone, place, totalTickets, mostPerRequest, notes }
    const { opens, ownerId, version } = form
    const times = { startsAt, closesAt, opensAt }
    const tell = form.tell === 'on'
    return { ...facts, ...times, opens, ownerId, version, tell, ...afterFactsOf(form, after) }
  })

type Form = z.output<typeof fields>
type Problem = [field: string, message: string]

function readTimes(form: Form) {
  const zone = readZone(String(form.timeZone)) ?? 'UTC'
  const problems: Problem[] = []
  const read = (name: keyof typeof whenFields, ofDay: (day: string) => number) => {
    const { date, time } = whenFields[name]
    const { at, problem } = readInstant({ date: form[date], time: form[time] }, zone, ofDay)
    if (problem) problems.push([whenFields[name][problem.field], problem.message])
    return at
  }
  const startsAt = read('starts', day => startTimeOn(day, zone))
  const given = read('opens', day => openingTimeOn(day, zone))
  const closesAt = read('closes', day => closingTimeOn(day, zone, startsAt))
  const opensAt = form.opens === 'later' ? given : undefined
  const confirmBy = read('confirm', day => middayOn(day, zone))
  const namesUntil = read('names', day => middayOn(day, zone))
  const isWrong = (name: keyof typeof whenFields) =>
    problems.some(([field]) => field.startsWith(name))
  if (startsAt === undefined && !isWrong('starts')) problems.push(['startsDate', ENTER_DATE])
  if (form.opens === 'later' && opensAt === undefined && !isWrong('opens'))
    problems.push(['opensDate', 'Enter when requests open.'])
  if (startsAt && closesAt && closesAt > startsAt)
    problems.push(['closesDate', 'Requests must close before the event starts.'])
  if (opensAt && closesAt && closesAt <= opensAt)
    problems.push(['closesDate', 'Requests must close after they open.'])
  problems.push(...problemsAfter({ startsAt, confirmBy, namesUntil }))
  return { startsAt, opensAt, closesAt, confirmBy, namesUntil, problems }
}

function refuse(context: z.RefinementCtx, field: string, message: string, input: unknown): void {
  context.addIssue({ code: 'custom', path: [field], message, input })
}

export type EventInput = z.output<typeof eventSchema>
export type EventForm = z.input<typeof eventSchema>

export const cancellationSchema = z.object({
  reason: requiredParagraphs({
    missing: 'Enter a reason. The people who asked can read it.',
    max: 500,
  }),
})

export const closingSchema = ({ timeZone, startsAt }: { timeZone: string; startsAt: number }) =>
  z
    .object({
      intent: z.enum(['open', 'close', 'reopen'], { error: 'Press one of the buttons.' }),
      closesDate: whenField,
      closesTime: whenField,
    })
    .transform((form, context) => {
      if (form.intent !== 'reopen') return { intent: form.intent }
      const typed = { date: form.closesDate, time: form.closesTime }
      const ofDay = (day: string) => closingTimeOn(day, timeZone, startsAt)
      const { at, problem } = readInstant(typed, timeZone, ofDay)
      if (at !== undefined) return { intent: form.intent, closesAt: at }
      const field = whenFields.closes[problem?.field ?? 'date']
      refuse(context, field, problem?.message ?? ENTER_DATE, form)
      return z.NEVER
    })

export type ClosingInput = z.output<ReturnType<typeof closingSchema>>
