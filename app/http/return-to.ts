const LONGEST = 1000

/** A longer path would not fit into a header either. */
export function signInPath(back: string): string {
  const returnTo = encodeURIComponent(back)
  return back === '/' || returnTo.length > LONGEST ? '/login' : `/login?returnTo=${returnTo}`
}

/** Hostile values (`//host`, `/\host`, other schemes, look-alike prefixes) resolve to another origin. */
export function safeReturnTo(value: unknown, appUrl: string, fallback = '/events'): string {
  if (typeof value !== 'string' || !value.startsWith('/') || value.length > LONGEST) return fallback
  if (!URL.canParse(value, appUrl)) return fallback
  const target = new URL(value, appUrl)
  if (target.origin !== new URL(appUrl).origin) return fallback
  const path = `${target.pathname}${target.search}`
  return path.startsWith('//') || target.pathname === '/login' ? fallback : path
}
