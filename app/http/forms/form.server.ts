import type { Submission, SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import { json } from '@remix-run/node'
import type { z } from 'zod'

/** Fields that never come back to the page. */
export const SECRET_FIELDS = ['password', 'repeat', 'current']

export type FormErrors = Record<string, string[]>
type Parsed<Value> =
  | { value: Value; submission: Submission<Value>; failed: undefined }
  | { value: undefined; submission: Submission<Value>; failed: ReturnType<typeof answer> }

/**
 * Reads a form and holds it against a schema. Return `failed` from the action when it is set:
 * the same page then shows the errors and keeps what was typed (status 422).
 * @throws a 400 page when the form itself cannot be read.
 */
export async function parseForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<Parsed<z.output<Schema>>> {
  return parseFormData(await readForm(request), schema)
}

/** The same for form data that was read already. */
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

/** Turns a refusal of a model into errors of the form; '' names the form as a whole. */
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

/** Conform's work grows with the square of repeated names, and `list[20000]` makes it build that list. */
const MOST_REPEATS = 100
/** Counted at the door already, before a form is taken apart. */
export const MOST_FIELDS = 1000

/** @throws a 400 page when the body is no form, is broken, or has more or other fields than any page of ours. */
export async function readForm(request: Request): Promise<FormData> {
  // A form of a single button may come without a body, and then without a type.
  if (!request.headers.has('content-type') && !request.body) return new FormData()
  const form = await request.formData().catch(() => undefined)
  if (!form || !isReadable([...form.keys()])) throw new Response(null, { status: 400 })
  return form
}

function isReadable(names: string[]): boolean {
  if (names.length > MOST_FIELDS) return false
  const repeats = new Map<string, number>()
  for (const name of names) repeats.set(name, (repeats.get(name) ?? 0) + 1)
  // Conform acts on the names with underscores, and fails on values that it did not write itself.
  return [...repeats].every(
    ([name, count]) =>
      count <= MOST_REPEATS && /^[\w-]{1,64}$/.test(name) && !name.startsWith('__'),
  )
}

/** `json` and not `data`, which needs single fetch. */
function answer(lastResult: SubmissionResult) {
  return json({ lastResult }, { status: 422 })
}

/** The answer to who changes her own things faster than anybody needs to; what she chose stays on the page. */
export function refuseTooOften(submission: Submission<unknown>, seconds: number) {
  const minutes = Math.ceil(seconds / 60)
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
  const words = `You have changed things very often just now, so nothing was saved. Wait ${wait} and press the button again.`
  return slowDown(refuseForm(submission, { '': [words] }), seconds)
}

/** The same answer as a 429 that says how many seconds to wait; its route must hand on `actionHeaders`. */
export function slowDown(failed: ReturnType<typeof answer>, seconds: number) {
  const headers = new Headers(failed.headers)
  headers.set('Retry-After', String(seconds))
  return new Response(failed.body, { status: 429, headers }) as typeof failed
}
