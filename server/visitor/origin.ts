type Served = { APP_URL: string; isSecure: boolean; TRUSTED_PROXIES: number }

/** Browsers send Sec-Fetch-Site; older ones, and all over plain http, Origin. Text browsers send neither. */
export function placeOf(headers: Headers, served: Served): 'here' | 'elsewhere' | 'unsaid' {
  const site = headers.get('sec-fetch-site')
  if (site) return site === 'same-origin' || site === 'none' ? 'here' : 'elsewhere'
  const origin = headers.get('origin')
  if (origin === null) return 'unsaid'
  const isOurs = origin === new URL(served.APP_URL).origin || origin === addressOf(headers, served)
  return isOurs ? 'here' : 'elsewhere'
}

// The server may have other names than APP_URL. Undefined where a browser would not keep our cookies: plain http when
// they are made for https.
function addressOf(headers: Headers, { isSecure, TRUSTED_PROXIES }: Served): string | undefined {
  const forwarded = (name: string) => fromTrusted(headers.get(name), TRUSTED_PROXIES)
  const host = forwarded('x-forwarded-host') ?? headers.get('host') ?? ''
  const scheme = (forwarded('x-forwarded-proto') ?? 'http').toLowerCase()
  if (!/^https?$/.test(scheme) || (isSecure && scheme === 'http')) return undefined
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(`${scheme}://${host}`)) return undefined
  return new URL(`${scheme}://${host}`).origin
}

/** Each proxy appends what it saw, so count from the end. */
function fromTrusted(value: string | null, trustedProxies: number): string | undefined {
  if (trustedProxies === 0 || !value) return undefined
  const hops = value.split(',').map(hop => hop.trim())
  return hops[Math.max(0, hops.length - trustedProxies)] || undefined
}
