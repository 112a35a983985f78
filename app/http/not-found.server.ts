import { json } from '@remix-run/node'

export function notFound(): Response {
  return new Response(null, { status: 404, statusText: 'Not Found' })
}

export function found<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) throw notFound()
  return value
}

export function linkGone() {
  return json({ lastResult: undefined }, { status: 410 })
}
