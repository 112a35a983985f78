import type { WriteStep } from '#db/lane.ts'
import type { WrittenLine } from './batch.ts'

export interface WrittenBatch {
  event: { id: string; name: string; place: string; startsAt: number; timeZone: string }
  finalizationId: string
  lines: readonly WrittenLine[]
  lastCallTo?: readonly string[]
  now: number
  why?: string
}

export function stepsToMailAbout(_batch: WrittenBatch): WriteStep<never>[] {
  return []
}
