import type { SubmissionResult } from '@conform-to/react'

export type LineAnswer = SubmissionResult | undefined
