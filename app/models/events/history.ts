import { z } from 'zod'
import { type EventState, eventStates } from './event.ts'

export const HISTORY_PAGE_SIZE = 50

export const historyViewSchema = z.object({
  year: z.coerce.number().int().min(1970).max(2200).optional().catch(undefined),
  state: z.enum(eventStates).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

export type HistoryView = z.output<typeof historyViewSchema>

/** `given`, `left` and `served` are null until a result is in force. */
export type HistoryRow = {
  eventId: string
  name: string
  place: string
  startsAt: number
  timeZone: string
  state: EventState
  available: number
  requested: number
  people: number
  given: number | null
  left: number | null
  served: number | null
  impossible: string[]
  /** What the reader got; null where they did not ask, it is not decided, or nobody reads. */
  mine: number | null
  /** Which draw it was, and why; null for a first one. */
  redraws: string | null
}
