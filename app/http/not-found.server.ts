import { json } from '@remix-run/node'

/** To be thrown. */
export function notFound(): Response {
  return new Response(null, { status: 404, statusText: 'Not Found' })
}

/** @throws 404 when a query found nothing, or nothing that this person may see. */
export function found<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) throw notFound()
  return value
}

/** For an action whose one-time link no longer works. */
export function linkGone() {
  return json({ lastResult: undefined }, { status: 410 })
}
