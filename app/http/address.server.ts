/** Path and query of a request, for links that keep the filters of a list. */
export function addressOf(request: Request): string {
  const { pathname, search } = new URL(request.url)
  return `${pathname}${search}`
}
