import { z } from 'zod'
import { ORDERS, type Order } from '#app/allocation/types.ts'

const MOST_CAP = 9999
const cap = z.coerce.number().int().min(1).max(MOST_CAP)

type Chosen = { order: Order; cap: number | null }

export function readComparisonView(search: URLSearchParams, chosen: Chosen) {
  const schema = z.object({
    order: z.enum(ORDERS).catch(chosen.order),
    cap: cap.catch(chosen.cap ?? 2),
  })
  return schema.parse({ order: search.get('order'), cap: search.get('cap') })
}

export function readTypedCap(search: URLSearchParams, tried: number) {
  const typed = (search.get('cap') ?? '').trim().slice(0, 20)
  if (typed === '' || cap.safeParse(typed).success) return { typed: String(tried), problem: null }
  return {
    typed,
    problem: `Not used: a cap is a whole number from 1 to ${MOST_CAP}. Compared with ${tried} instead.`,
  }
}
