import ipaddr from 'ipaddr.js'

/**
 * The address of the client. `X-Forwarded-For` counts only for as many proxies as we were told to trust:
 * each of them appended the address that it saw, so the client stands that many places from the end.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  if (trustedProxies === 0 || !forwardedFor) return normal(peer)
  const hops = forwardedFor.split(',').map(hop => hop.trim())
  return normal(hops[Math.max(0, hops.length - trustedProxies)] ?? peer)
}

function normal(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : 'unknown'
}
