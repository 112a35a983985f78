/** A 404 page. Throw it. */
export function notFound(): Response {
  return new Response(null, { status: 404, statusText: 'Not Found' })
}

/** What a query found. @throws 404 when it found nothing, or nothing that this person may see. */
export function found<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) throw notFound()
  return value
}
