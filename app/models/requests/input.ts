import { z } from 'zod'
import { MOST_SIZES, versionField } from '#app/models/events/input.ts'
import { toSizes } from '#app/values/size.ts'
import { paragraphs, wholeNumber } from '#app/values/text.ts'

const seenFields = { requestId: z.string().max(64).catch(''), version: versionField }

const size = wholeNumber({ label: 'numbers of tickets', min: 1, max: MOST_SIZES })

export const requestSchema = z.object({
  sizes: z
    .array(size, { error: 'Tick at least one number of tickets.' })
    .min(1, 'Tick at least one number of tickets.')
    .transform(toSizes),
  note: paragraphs({ max: 500 }),
  ...seenFields,
})

export const behalfSchema = requestSchema.extend({
  userId: z.string({ error: 'Choose a person.' }).max(64, 'Choose a person from the list.'),
})

export const withdrawalSchema = z.object(seenFields)
export const confirmationSchema = z.object(seenFields)

export type RequestForm = z.input<typeof requestSchema>
export type BehalfForm = z.input<typeof behalfSchema>
