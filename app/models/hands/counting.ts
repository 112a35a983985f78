import { z } from 'zod'
import { sayCount } from '#app/values/count.ts'
import { wholeNumber } from '#app/values/text.ts'

/** More than any event has people; keeps slips out. */
const MOST = 9999
const count = wholeNumber({ label: 'how many people are here', min: 0, max: MOST })

/** `seen` is the count that the page showed, `over` the tickets that a second press is told of. */
export const countSchema = z.object({
  person: z
    .string({ error: 'Choose a person from the list.' })
    .max(64, 'Choose a person from the list.'),
  count,
  seen: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .catch(-1),
  over: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
})

export type CountForm = z.input<typeof countSchema>
export type Count = Omit<z.output<typeof countSchema>, 'person'> & { userId: string }

/** "2 of 2 here", "nobody here yet". */
export function sayHere({ came, holding }: { came: number; holding: number }): string {
  if (came > holding)
    return `${sayCount(came, 'person')} here, ${came - holding} more than the tickets`
  return `${came} of ${holding} here`
}
