const LONGEST = 1000

/** Where to sign in, and come back from. What is too long to come back to is left out: it would not fit into a header either. */
export function signInPath(back: string): string {
  const returnTo = encodeURIComponent(back)
  return back === '/' || returnTo.length > LONGEST ? '/login' : `/login?returnTo=${returnTo}`
}

/**
 * The path to go back to after signing in, if it leads to a page of ours; otherwise `fallback`.
 * Hostile forms (`//host`, `/\host`, other schemes, look-alike prefixes) resolve to another origin.
 */
export function safeReturnTo(value: unknown, appUrl: string, fallback = '/events'): string {
  if (typeof value !== 'string' || !value.startsWith('/') || value.length > LONGEST) return fallback
  if (!URL.canParse(value, appUrl)) return fallback
  const target = new URL(value, appUrl)
  if (target.origin !== new URL(appUrl).origin) return fallback
  const path = `${target.pathname}${target.search}`
  return path.startsWith('//') || target.pathname === '/login' ? fallback : path
}
