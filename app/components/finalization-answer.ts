import type { SubmissionResult } from '@conform-to/react'

/** If the event changed state, the answer belongs to the other form: keep its errors, drop its values. */
export function answerTo(intent: string, result: SubmissionResult | undefined) {
  return !result || result.initialValue?.intent === intent
    ? result
    : { ...result, initialValue: undefined }
}
