import { z } from 'zod'
import { type EventState, eventStates } from './event.ts'

export const HISTORY_PAGE_SIZE = 50

/** Ignores what it cannot read in the address. */
export const historyViewSchema = z.object({
  year: z.coerce.number().int().min(1970).max(2200).optional().catch(undefined),
  state: z.enum(eventStates).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

export type HistoryView = z.output<typeof historyViewSchema>

/** `given`, `left` and `served` are null until there is a result in force. */
export type HistoryRow = {
  eventId: string
  name: string
  place: string
  startsAt: number
  timeZone: string
  state: EventState
  available: number
  /** The sum of everyone's first sizes. */
  requested: number
  people: number
  given: number | null
  left: number | null
  served: number | null
  /** Why imported figures cannot be true; empty when they can. */
  impossible: string[]
}
