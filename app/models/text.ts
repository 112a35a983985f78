import { z } from 'zod'

type Bounds = { label: string; min?: number; max: number }

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]/

/**
 * Signs that nobody sees: of no width, blank, or turning the direction of all that follows. What is copied from
 * elsewhere carries them along. Not the joiners, which Persian, Indic scripts and emoji need inside a word.
 */
const UNSEEN =
  /[\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\u3164\uFEFF\uFFA0]/g

/** A text as one sees it: without signs that nobody sees, and trimmed. */
export function asSeen(text: string): string {
  return text.replace(UNSEEN, '').trim()
}

/** Whether there is a letter or a digit of any script: what is asked for is not said by a dash. */
export function saysSomething(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

/** A required line of text as one sees it; line breaks and control characters are refused. */
export function singleLine({ label, min = 1, max }: Bounds) {
  return z
    .string({ error: `Enter ${label}.` })
    .overwrite(asSeen)
    .min(min, min === 1 ? `Enter ${label}.` : `Too short: ${min} characters at least.`)
    .max(max, `Too long: ${max} characters at most.`)
    .refine(
      text => !CONTROL.test(text) && !/[\r\n]/.test(text),
      'Contains characters that cannot be shown.',
    )
    .refine(text => text === '' || saysSomething(text), 'Use at least one letter or digit.')
}

/** An optional line of text as one sees it; missing means empty. */
export function optionalLine({ max }: { max: number }) {
  return z
    .string()
    .overwrite(asSeen)
    .max(max, `Too long: ${max} characters at most.`)
    .refine(
      text => !CONTROL.test(text) && !/[\r\n]/.test(text),
      'Contains characters that cannot be shown.',
    )
    .default('')
}

/** An optional text of several lines as one sees it; missing means empty, line ends become \n. */
export function paragraphs({ max }: { max: number }) {
  return z
    .string()
    .transform(text => asSeen(text.replace(/\r\n?/g, '\n')))
    .pipe(
      z
        .string()
        .max(max, `Too long: ${max} characters at most.`)
        .refine(text => !CONTROL.test(text), 'Contains characters that cannot be shown.'),
    )
    .default('')
}

/** The same, but something must be said. */
export function requiredParagraphs({ missing, max }: { missing: string; max: number }) {
  return paragraphs({ max }).refine(saysSomething, missing)
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
