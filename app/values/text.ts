import { z } from 'zod'
import { sayCount } from './count.ts'
import { lineAsSeen, linesAsSeen, saysSomething, showingProblem } from './seen-text.ts'

type Bounds = { label: string; min?: number; max: number }

const TOO_LONG = (max: number) => `Too long: at most ${sayCount(max, 'character')}.`

export function singleLine({ label, min = 1, max }: Bounds) {
  return z
    .string({ error: `Enter ${label}.` })
    .overwrite(lineAsSeen)
    .min(min, min === 1 ? `Enter ${label}.` : `Too short: at least ${sayCount(min, 'character')}.`)
    .max(max, TOO_LONG(max))
    .superRefine(refuseUnshowableLine)
    .refine(text => text === '' || saysSomething(text), 'Use at least one letter or digit.')
}

export function optionalLine({ max }: { max: number }) {
  return z
    .string()
    .overwrite(lineAsSeen)
    .max(max, TOO_LONG(max))
    .superRefine(refuseUnshowableLine)
    .default('')
}

export function paragraphs({ max }: { max: number }) {
  return z
    .string()
    .overwrite(linesAsSeen)
    .max(max, TOO_LONG(max))
    .superRefine(refuseUnshowable)
    .default('')
}

export function requiredParagraphs({ missing, max }: { missing: string; max: number }) {
  return paragraphs({ max }).refine(saysSomething, missing)
}

function refuseUnshowable(text: string, context: z.RefinementCtx): void {
  const message = showingProblem(text)
  if (message) context.addIssue({ code: 'custom', message })
}

function refuseUnshowableLine(text: string, context: z.RefinementCtx): void {
  refuseUnshowable(text.replaceAll('\n', '\0'), context)
}

export function wholeNumber({ label, min, max }: { label: string; min: number; max: number }) {
  const message = `Enter ${label} from ${min} to ${max}.`
  return z
    .string({ error: message })
    .trim()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message))
}
