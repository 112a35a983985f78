import ipaddr from 'ipaddr.js'
import { type IRateLimiterRes, RateLimiterMemory } from 'rate-limiter-flexible'

/** The numbers of a limit: so many tries in so many seconds. */
const limits = {
  'sign-in by address': new RateLimiterMemory({ points: 25, duration: 5 * 60 }),
  'sign-in by account': new RateLimiterMemory({ points: 25, duration: 60 * 60 }),
  'reset by address': new RateLimiterMemory({ points: 25, duration: 5 * 60 }),
  'right sign-in by account': new RateLimiterMemory({ points: 60, duration: 10 * 60 }),
  'own change by person': new RateLimiterMemory({ points: 40, duration: 10 * 60 }),
  'reset by account and network': new RateLimiterMemory({ points: 5, duration: 30 * 60 }),
  'reset by account': new RateLimiterMemory({ points: 20, duration: 30 * 60 }),
}

export type LimitName = keyof typeof limits

/**
 * Counts a try.
 * @returns the seconds to wait when there were too many, or 0.
 */
export async function countTry(limit: LimitName, key: string): Promise<number> {
  try {
    await limits[limit].consume(key.toLowerCase())
    return 0
  } catch (answer) {
    const wait = (answer as Partial<IRateLimiterRes>).msBeforeNext
    if (wait === undefined) throw answer
    return Math.max(1, Math.ceil(wait / 1000))
  }
}

/** Takes a try back that turned out to be right: a whole office behind one address may sign in at nine. */
export async function forgiveTry(limit: LimitName, key: string): Promise<void> {
  await limits[limit].reward(key.toLowerCase())
}

/** A network as one visitor has it: one IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`
}
