import type { Submission, SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import { json } from '@remix-run/node'
import type { z } from 'zod'
import { sayCount } from '#app/values/count.ts'

/** Never sent back to the page. */
export const SECRET_FIELDS = ['password', 'repeat', 'current']

export type FormErrors = Record<string, string[]>
type Parsed<Value> =
  | { value: Value; submission: Submission<Value>; failed: undefined }
  | { value: undefined; submission: Submission<Value>; failed: ReturnType<typeof answer> }

/** When `failed` is set, return it from the action: errors beside what was typed. @throws a 400 page for no form */
export async function parseForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<Parsed<z.output<Schema>>> {
  return parseFormData(await readForm(request), schema)
}

export function parseFormData<Schema extends z.ZodType>(
  form: FormData,
  schema: Schema,
): Parsed<z.output<Schema>> {
  const submission = parseWithZod(form, { schema }) as Submission<z.output<Schema>>
  if (submission.status === 'success')
    return { value: submission.value, submission, failed: undefined }
  return {
    value: undefined,
    submission,
    failed: answer(submission.reply({ hideFields: SECRET_FIELDS })),
  }
}

/** In `fieldErrors`, '' is the form as a whole. */
export function refuseForm(submission: Submission<unknown>, fieldErrors: FormErrors) {
  const { '': formErrors, ...fields } = fieldErrors
  return answer(
    submission.reply({
      formErrors: formErrors ?? [],
      fieldErrors: fields,
      hideFields: SECRET_FIELDS,
    }),
  )
}

/** The same page with what was typed, for a press that only changes the form. */
export function keepForm(submission: Submission<unknown>) {
  return json({ lastResult: submission.reply({ formErrors: [], hideFields: SECRET_FIELDS }) })
}

/** Conform's work grows with the square of repeated names; `list[20000]` makes it build that list. */
const MOST_REPEATS = 100
/** Also counted at the door, before parsing. */
export const MOST_FIELDS = 1000

/** @throws a 400 page when the body is no form, is broken, or has fields that no page of ours sends */
export async function readForm(request: Request): Promise<FormData> {
  if (!request.headers.has('content-type') && !request.body) return new FormData()
  const form = await request.formData().catch(() => undefined)
  if (!form || !isReadable([...form.keys()])) throw new Response(null, { status: 400 })
  return form
}

function isReadable(names: string[]): boolean {
  if (names.length > MOST_FIELDS) return false
  const repeats = new Map<string, number>()
  for (const name of names) repeats.set(name, (repeats.get(name) ?? 0) + 1)
  // Conform acts on names that start with an underscore, and fails on values that it did not write.
  return [...repeats].every(
    ([name, count]) =>
      count <= MOST_REPEATS && /^[\w-]{1,64}$/.test(name) && !name.startsWith('__'),
  )
}

/** Not `data`, which needs single fetch. */
function answer(lastResult: SubmissionResult) {
  return json({ lastResult }, { status: 422 })
}

export function refuseTooOften(submission: Submission<unknown>, seconds: number) {
  const minutes = Math.ceil(seconds / 60)
  const wait = minutes === 1 ? 'a minute' : sayCount(minutes, 'minute')
  const words = `You have made too many changes in a short time, so nothing was saved. Wait ${wait} and press the button again.`
  return slowDown(refuseForm(submission, { '': [words] }), seconds)
}

/** Its route must pass on `actionHeaders`. */
export function slowDown(failed: ReturnType<typeof answer>, seconds: number) {
  return withRetry(failed, 429, seconds)
}

/** For what has no room just now. Its route must pass on `actionHeaders`. */
export function comeAgain(failed: ReturnType<typeof answer>, seconds = 5) {
  return withRetry(failed, 503, seconds)
}

function withRetry(failed: ReturnType<typeof answer>, status: number, seconds: number) {
  const headers = new Headers(failed.headers)
  headers.set('Retry-After', String(seconds))
  return new Response(failed.body, { status, headers }) as typeof failed
}
