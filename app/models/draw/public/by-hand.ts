import type { SetByHand } from '#app/allocation/types.ts'
import { wordFor } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'

type Words = Pick<SetByHand, 'amount' | 'reason'>

export function sayPin({ amount, reason }: Words): string {
  if (amount === 0)
    return `You were set to no tickets by hand before the draw: “${reason}”. The draw did not change that.`
  return `Your ${sayTickets(amount)} ${wordFor(amount, 'was')} set by hand before the draw: “${reason}”. The draw did not change that.`
}

export function sayOverride(drawn: number, { amount, reason }: Words): string {
  const because = reason ? `: “${reason}”` : ''
  return `After the draw your number was changed by hand, from ${drawn} to ${amount}${because}. The event page counts such changes.`
}
