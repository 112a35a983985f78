import type { SubmissionResult } from '@conform-to/react'

/** When the event changed under the reader, the answer was to the other form: its words stay, its values go. */
export function answerTo(intent: string, result: SubmissionResult | undefined) {
  return !result || result.initialValue?.intent === intent
    ? result
    : { ...result, initialValue: undefined }
}
