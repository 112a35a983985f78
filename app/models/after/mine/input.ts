import { z } from 'zod'
import { MOST_SIZES } from '#app/models/events/input.ts'
import { toSizes } from '#app/values/size.ts'
import { wholeNumber } from '#app/values/text.ts'

const MOST = 100_000
const CHOOSE = 'Choose how many tickets.'

const tickets = z
  .string({ error: CHOOSE })
  .trim()
  .regex(/^[1-9]\d{0,5}$/, CHOOSE)
  .transform(Number)
  .pipe(z.number().max(MOST, CHOOSE))

/** `seen`: the holding that the form showed. A page that was changed by hand counts as stale. */
export const returnSchema = z.object({
  tickets,
  seen: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .catch(-1),
})

export const ticketsSchema = z.object({ tickets })

const sizes = z
  .array(wholeNumber({ label: 'numbers of tickets', min: 1, max: MOST_SIZES }), {
    error: 'Tick at least one number of tickets.',
  })
  .min(1, 'Tick at least one number of tickets.')
  .transform(toSizes)

export const sizesSchema = z.object({ sizes })
export const noFieldsSchema = z.object({})
