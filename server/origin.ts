/**
 * Whether an unsafe request comes from a page of ours. Browsers say so in Sec-Fetch-Site;
 * older ones, and any over plain http, in Origin. A request that says neither comes from no page.
 */
export function isFromOurselves(headers: Headers, appUrl: string): boolean {
  const site = headers.get('sec-fetch-site')
  if (site) return site === 'same-origin' || site === 'none'
  return headers.get('origin') === new URL(appUrl).origin
}
