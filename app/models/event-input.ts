import { z } from 'zod'
import { optionalLine, paragraphs, requiredParagraphs, singleLine, wholeNumber } from './text.ts'
import { fromLocalField } from './time.ts'
import { isTimeZone } from './time-zone.ts'

export const MOST_TICKETS = 100_000
/** As many tick boxes as a request can have. */
export const MOST_SIZES = 40

/** Local time as a datetime-local field sends it. */
const localTime = (message: string) =>
  z
    .string({ error: message })
    .trim()
    .refine(text => isLocalTime(text), message)

/** The version of a row when its form was shown; anything else counts as 0, which no row has. */
export const versionField = z
  .string()
  .optional()
  .transform(text => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0))

const WHEN = 'Enter a date and a time, such as 2026-10-25 19:30.'

const fields = z.object({
  name: singleLine({ label: 'a name', min: 2, max: 200 }),
  timeZone: z
    .string({ error: 'Choose a time zone.' })
    .refine(isTimeZone, 'Choose a time zone of the list.'),
  startsAt: localTime(WHEN),
  place: optionalLine({ max: 200 }),
  totalTickets: wholeNumber({ label: 'how many tickets there are,', min: 1, max: MOST_TICKETS }),
  mostPerRequest: wholeNumber({ label: 'a number', min: 1, max: MOST_SIZES }).default(8),
  notes: paragraphs({ max: 1000 }),
  opens: z.enum(['now', 'later', 'not-yet'], { error: 'Choose when requests open.' }).optional(),
  opensAt: localTime(WHEN).optional(),
  closesAt: localTime(WHEN).optional(),
  ownerId: z.string().max(64, 'Choose an owner of the list.').optional(),
  tell: z.literal('on', { error: 'Tick the box or leave it.' }).optional(),
  version: versionField,
})

/** What an organizer says about an event; times are read in the zone of the same form. */
export const eventSchema = fields.transform((form, context) => {
  const instant = (field: 'startsAt' | 'opensAt' | 'closesAt', text: string | undefined) => {
    if (text === undefined) return undefined
    const found = fromLocalField(text, form.timeZone)
    if (found === undefined)
      refuse(field, `The clocks of ${form.timeZone} skip this time. Enter another.`)
    return found
  }
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message, input: form })
  const startsAt = instant('startsAt', form.startsAt)
  const closesAt = instant('closesAt', form.closesAt)
  const opensAt = form.opens === 'later' ? instant('opensAt', form.opensAt) : undefined
  if (form.opens === 'later' && form.opensAt === undefined)
    refuse('opensAt', 'Enter when requests open.')
  if (startsAt && closesAt && closesAt > startsAt)
    refuse('closesAt', 'Requests must close before the event starts.')
  if (opensAt && closesAt && closesAt <= opensAt)
    refuse('closesAt', 'Requests must close after they open.')
  if (context.issues.length > 0 || startsAt === undefined) return z.NEVER
  return { ...form, startsAt, closesAt, opensAt, tell: form.tell === 'on' }
})

export type EventInput = z.output<typeof eventSchema>
/** The names of the form's fields. */
export type EventForm = z.input<typeof eventSchema>

export const cancellationSchema = z.object({
  reason: requiredParagraphs({ missing: 'Say why: those who asked are told.', max: 500 }),
})

/** Closing needs no more than the button; reopening a new closing time in the event's zone. */
export const closingSchema = (timeZone: string) =>
  z
    .object({
      intent: z.enum(['close', 'reopen'], { error: 'Press one of the buttons.' }),
      closesAt: localTime('Enter when requests close again.').optional(),
    })
    .transform((form, context) => {
      if (form.intent === 'close') return { intent: form.intent }
      const closesAt = form.closesAt && fromLocalField(form.closesAt, timeZone)
      if (closesAt) return { intent: form.intent, closesAt }
      const message = form.closesAt
        ? `The clocks of ${timeZone} skip this time. Enter another.`
        : 'Enter when requests close again.'
      context.addIssue({ code: 'custom', path: ['closesAt'], message, input: form })
      return z.NEVER
    })

/** Years that no event has are slips of the finger. */
function isLocalTime(text: string): boolean {
  const year = Number(text.slice(0, 4))
  return fromLocalField(text, 'UTC') !== undefined && year >= 2000 && year < 2200
}
