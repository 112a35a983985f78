import { notFound } from '#app/http/not-found.server.ts'

/** A route for unknown addresses, so that their page keeps the name and the navigation. */
export function loader(): never {
  throw notFound()
}

export function action(): never {
  throw notFound()
}

export default function NothingHere() {
  return null
}
