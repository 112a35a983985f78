import { z } from 'zod'
import { ORDERS, type Order } from '#app/allocation/types.ts'

/** What the address of a comparison asks for; whatever it does not understand is as what was chosen. */
export function readComparisonView(
  search: URLSearchParams,
  chosen: { order: Order; cap: number | null },
) {
  const schema = z.object({
    order: z.enum(ORDERS).catch(chosen.order),
    cap: z.coerce
      .number()
      .int()
      .min(1)
      .max(9999)
      .catch(chosen.cap ?? 2),
  })
  return schema.parse({ order: search.get('order'), cap: search.get('cap') })
}
