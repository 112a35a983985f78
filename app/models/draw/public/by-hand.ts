import type { SetByHand } from '#app/allocation/types.ts'
import { sayTickets } from '#app/values/tickets.ts'

type Words = Pick<SetByHand, 'amount' | 'reason'>

export function sayPin({ amount, reason }: Words): string {
  if (amount === 0)
    return `You were set to none by hand before the draw: “${reason}”. The draw did not touch that.`
  const [were, them] = amount === 1 ? ['was', 'it'] : ['were', 'them']
  return `Your ${sayTickets(amount)} ${were} set by hand before the draw: “${reason}”. The draw did not touch ${them}.`
}

export function sayOverride(drawn: number, { amount, reason }: Words): string {
  const because = reason ? `: “${reason}”` : ''
  return `After the draw an organizer changed your number by hand, from ${drawn} to ${amount}${because}. This is counted in public.`
}
