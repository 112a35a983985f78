import { notFound } from '#app/http/not-found.server.ts'

/** An address that is none of ours. With a route of its own its page keeps name and navigation. */
export function loader(): never {
  throw notFound()
}

export function action(): never {
  throw notFound()
}

export default function NothingHere() {
  return null
}
