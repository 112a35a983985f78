import ipaddr from 'ipaddr.js'
import { type IRateLimiterRes, RateLimiterMemory } from 'rate-limiter-flexible'

/** `duration` in seconds. */
const limits = {
  'sign-in by address': new RateLimiterMemory({ points: 25, duration: 5 * 60 }),
  'sign-in by wide network': new RateLimiterMemory({ points: 100, duration: 5 * 60 }),
  'sign-in by account': new RateLimiterMemory({ points: 25, duration: 60 * 60 }),
  'sign-in by device': new RateLimiterMemory({ points: 25, duration: 60 * 60 }),
  'reset by address': new RateLimiterMemory({ points: 25, duration: 5 * 60 }),
  'reset by wide network': new RateLimiterMemory({ points: 100, duration: 5 * 60 }),
  'reset by device': new RateLimiterMemory({ points: 5, duration: 30 * 60 }),
  'right sign-in by account': new RateLimiterMemory({ points: 60, duration: 10 * 60 }),
  'own change by person': new RateLimiterMemory({ points: 40, duration: 10 * 60 }),
  'pasted value by person': new RateLimiterMemory({ points: 20, duration: 10 * 60 }),
  'unsent form by person': new RateLimiterMemory({ points: 20, duration: 10 * 60 }),
  'reset by account and network': new RateLimiterMemory({ points: 5, duration: 30 * 60 }),
  'reset by account': new RateLimiterMemory({ points: 20, duration: 30 * 60 }),
}

export type LimitName = keyof typeof limits

/** @returns seconds to wait, or 0 */
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

/** @returns seconds to wait, or 0; counts nothing */
export async function secondsLeft(limit: LimitName, key: string): Promise<number> {
  const limiter = limits[limit]
  const tries = await limiter.get(key.toLowerCase())
  if (tries === null || tries.consumedPoints < limiter.points) return 0
  return Math.max(1, Math.ceil(tries.msBeforeNext / 1000))
}

/** A whole office behind one address may sign in at nine. */
export async function forgiveTry(limit: LimitName, key: string): Promise<void> {
  await limits[limit].reward(key.toLowerCase())
}

/** What one visitor has: an IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  return prefixOf(address, { ipv4: 32, ipv6: 64 })
}

/** What one customer of a provider may have: a /24, or the /48 of an IPv6 address. */
export function wideNetworkOf(address: string): string {
  return prefixOf(address, { ipv4: 24, ipv6: 48 })
}

function prefixOf(address: string, bits: { ipv4: number; ipv6: number }): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv6')
    return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/${bits.ipv6}`)}/${bits.ipv6}`
  if (bits.ipv4 === 32) return parsed.toString()
  return `${ipaddr.IPv4.networkAddressFromCIDR(`${parsed}/${bits.ipv4}`)}/${bits.ipv4}`
}
