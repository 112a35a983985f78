import ipaddr from 'ipaddr.js'

/** Each proxy appends the address that it saw to `X-Forwarded-For`, so count from the end. */
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
