import { BadInput } from '#app/allocation/document/bad-input.ts'
import type { Entry, Order } from './types.ts'

/**
 * Whether the weights and priorities of a roll are of an order's kind. A loss more or less cannot be seen here.
 * @throws {BadInput} naming the line, counted from 1
 */
export function checkOrder(order: Order, entries: readonly Entry[]): void {
  const ranks = new Set<number>()
  entries.forEach(({ weight, priority }, index) => {
    const refuse = (problem: string) => {
      throw new BadInput(`roll, line ${index + 1}`, `${problem} under the order ${order}`)
    }
    if (weight !== 1 && order !== 'weighted') refuse(`weight ${weight} must be 1`)
    if (order === 'first-come') {
      if (priority < 1 || priority > entries.length || ranks.has(priority))
        refuse(`priority ${priority} must be from 1 to ${entries.length}, once each,`)
      ranks.add(priority)
    } else if (priority !== 0 && order !== 'rotation') refuse(`priority ${priority} must be 0`)
  })
}
