import type { SubmissionResult } from '@conform-to/react'

export type LineAnswer = SubmissionResult | undefined
type FormName = 'change' | 'move' | 'hold'

/** The form that was sent; one without a name is that of the first. */
export function answeredLineForm(lastResult: LineAnswer): FormName {
  const sent = lastResult?.initialValue?.intent
  return sent === 'move' || sent === 'hold' ? sent : 'change'
}

export function lineAnswerTo(form: FormName, lastResult: LineAnswer): LineAnswer {
  return answeredLineForm(lastResult) === form ? lastResult : undefined
}
