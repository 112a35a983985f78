import { type Climber, Queue, type Waiting } from './queue.ts'

export interface Dealt {
  readonly code: string
  readonly tickets: number
}

/**
 * One dealing, in O(steps · (log people + different steps)).
 *
 * @param willing everybody who may be offered something now: without an open offer, below their first size
 * @param free tickets
 * @returns one offer for each person served, in the order of their first steps
 */
export function deal(willing: readonly Waiting[], free: number): Dealt[] {
  const queue = new Queue()
  for (const each of willing) queue.set(each.code, each)
  return dealFrom(queue, free)
}

/**
 * The next step goes to the least of (tier, level, place) whose next size fits, as if each step were accepted at once;
 * people whom nothing fits are passed over.
 *
 * @param queue is left as if all were accepted
 */
export function dealFrom(queue: Queue, free: number): Dealt[] {
  const served = new Map<string, number>()
  let left = free
  for (let first = queue.first(left); first; first = queue.first(left)) {
    const { code, step } = first
    left -= step
    served.set(code, (served.get(code) ?? 0) + step)
    queue.set(code, climb(first))
  }
  return [...served].map(([code, tickets]) => ({ code, tickets }))
}

function climb({ step, ...waiting }: Climber): Waiting {
  const { holding, level } = waiting
  return { ...waiting, holding: holding + step, level: holding > 0 ? level + 1 : level }
}
