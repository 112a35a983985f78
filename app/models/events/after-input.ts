import { z } from 'zod'
import { paragraphs, wholeNumber } from '#app/values/text.ts'
import { whenField } from '#app/values/when-input.ts'

export const LONGEST_HOW_TO_GET = 2000

const box = z.literal('on', { error: 'Tick the box or leave it empty.' }).optional()

/** What an organizer settles about the time after the decision. */
export const afterFields = {
  howToGet: paragraphs({ max: LONGEST_HOW_TO_GET }),
  offerHours: wholeNumber({ label: 'a number of hours', min: 1, max: 168 }).default(24),
  offersEndHours: wholeNumber({ label: 'a number of hours', min: 0, max: 72 }).default(3),
  confirmDate: whenField,
  confirmTime: whenField,
  releasesUnconfirmed: box,
  asksGuestNames: box,
  namesDate: whenField,
  namesTime: whenField,
}

type Form = z.output<z.ZodObject<typeof afterFields>>
type Instants = { startsAt?: number | undefined; confirmBy?: number; namesUntil?: number }

/** Empty times are a choice: nobody has to confirm, and names can be changed until the start. */
export function afterFactsOf(form: Form, { confirmBy, namesUntil }: Instants) {
  return {
    howToGet: form.howToGet,
    offerHours: form.offerHours,
    offersEndHours: form.offersEndHours,
    confirmBy: confirmBy ?? null,
    releasesUnconfirmed: form.releasesUnconfirmed === 'on',
    asksGuestNames: form.asksGuestNames === 'on',
    guestNamesUntil: namesUntil ?? null,
  }
}

export function problemsAfter({ startsAt, confirmBy, namesUntil }: Instants): [string, string][] {
  const problems: [string, string][] = []
  if (startsAt === undefined) return problems
  if (confirmBy !== undefined && confirmBy >= startsAt)
    problems.push(['confirmDate', 'People must confirm before the event starts.'])
  if (namesUntil !== undefined && namesUntil > startsAt)
    problems.push(['namesDate', 'Names can’t be changed after the event has started.'])
  return problems
}
