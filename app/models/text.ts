import { z } from 'zod'

type Bounds = { label: string; min?: number; max: number }

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]/

/** A required line of text, trimmed; line breaks and control characters are refused. */
export function singleLine({ label, min = 1, max }: Bounds) {
  return z
    .string({ error: `Enter ${label}.` })
    .trim()
    .min(min, min === 1 ? `Enter ${label}.` : `Too short: ${min} characters at least.`)
    .max(max, `Too long: ${max} characters at most.`)
    .refine(
      text => !CONTROL.test(text) && !/[\r\n]/.test(text),
      'Contains characters that cannot be shown.',
    )
}

/** An optional line of text; missing means empty. */
export function optionalLine({ max }: { max: number }) {
  return z
    .string()
    .trim()
    .max(max, `Too long: ${max} characters at most.`)
    .refine(
      text => !CONTROL.test(text) && !/[\r\n]/.test(text),
      'Contains characters that cannot be shown.',
    )
    .default('')
}

/** An optional text of several lines; missing means empty, line ends become \n. */
export function paragraphs({ max }: { max: number }) {
  return z
    .string()
    .transform(text => text.replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .max(max, `Too long: ${max} characters at most.`)
        .refine(text => !CONTROL.test(text), 'Contains characters that cannot be shown.'),
    )
    .default('')
}

/** A whole number typed in digits: no signs, decimals or exponents. */
export function wholeNumber({ label, min, max }: { label: string; min: number; max: number }) {
  const message = `Enter ${label} from ${min} to ${max}.`
  return z
    .string({ error: message })
    .trim()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message))
}
