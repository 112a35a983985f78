import type { SetByHand } from '#app/allocation/types.ts'

type Words = Pick<SetByHand, 'amount' | 'reason'>

/** What a pin did to somebody, as page and mail tell her. */
export function sayPin({ amount, reason }: Words): string {
  if (amount === 0)
    return `You were set to none by hand before the draw: “${reason}”. The draw did not touch that.`
  const [tickets, were, them] = amount === 1 ? ['ticket', 'was', 'it'] : ['tickets', 'were', 'them']
  return `Your ${amount} ${tickets} ${were} set by hand before the draw: “${reason}”. The draw did not touch ${them}.`
}

/** The same for an override. */
export function sayOverride(drawn: number, { amount, reason }: Words): string {
  const because = reason ? `: “${reason}”` : ''
  return `After the draw an organizer changed your number by hand, from ${drawn} to ${amount}${because}. This is counted in public.`
}
