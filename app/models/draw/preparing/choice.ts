import { z } from 'zod'
import { ORDERS, RULES } from '#app/allocation/types.ts'
import { publicReason } from '#app/models/draw/public-reason.ts'
import { optionalLine } from '#app/values/text.ts'

const cap = z
  .string()
  .trim()
  .regex(/^([1-9]\d{0,3})?$/, 'Enter a whole number from 1, or nothing for no cap.')
  .default('')
  .transform(text => (text === '' ? null : Number(text)))

const rule = z.enum(RULES, { error: 'Choose a rule.' })
const source = optionalLine({ max: 200 }).transform(text => text || null)
const CAP_ELSEWHERE = { path: ['cap'], message: 'Only the plain draw has a cap.' }
const isCapRight = (form: { rule: string; cap: number | null }) =>
  form.rule === 'plain' || form.cap === null

export const choiceSchema = z
  .object({
    rule,
    cap,
    order: z.enum(ORDERS, { error: 'Choose an order.' }).optional(),
    publicValueSource: source.optional(),
  })
  .refine(isCapRight, CAP_ELSEWHERE)

export const anotherDrawSchema = z
  .object({
    draw: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .catch(0),
    reason: publicReason('why there must be another draw'),
    rule,
    cap,
    publicValueSource: source,
  })
  .refine(isCapRight, CAP_ELSEWHERE)

export type ChoiceValues = z.input<typeof choiceSchema>
export type AnotherDrawValues = z.input<typeof anotherDrawSchema>
