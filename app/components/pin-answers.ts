import type { SubmissionResult } from '@conform-to/react'

export type LastResult = SubmissionResult | undefined

/** The form whose button was pressed. Taking a pin out has no fields, so its answer goes to the pin form. */
export function answeredForm(result: LastResult): 'pin' | 'hold' {
  return result?.initialValue?.intent === 'hold' ? 'hold' : 'pin'
}

export function pinAnswerTo(form: 'pin' | 'hold', result: LastResult): LastResult {
  return answeredForm(result) === form ? result : undefined
}
