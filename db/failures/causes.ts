import { DrizzleQueryError } from 'drizzle-orm'

const MOST = 50

/** drizzle and the client wrap errors, and some errors hold several: judge by these, not by the outermost alone. */
export function causesOf(error: unknown): Error[] {
  const found = new Set<Error>()
  const look = (each: unknown) => {
    if (!(each instanceof Error) || found.has(each) || found.size === MOST) return
    found.add(each)
    look(each.cause)
    if (each instanceof AggregateError) each.errors.forEach(look)
  }
  look(error)
  return [...found]
}

export function findCause<Kind extends Error>(
  error: unknown,
  kind: new (...values: never[]) => Kind,
): Kind | undefined {
  return causesOf(error).find((each): each is Kind => each instanceof kind)
}

export function codesOf(error: unknown): string[] {
  return causesOf(error)
    .map(each => (each as { code?: unknown }).code)
    .filter(code => typeof code === 'string')
}

/** For the person who starts the program. drizzle's own message contains query values, which are personal data. */
export function messageOf(error: unknown): string {
  const told = causesOf(error).find(each => !(each instanceof DrizzleQueryError))
  return told?.message ?? (error instanceof Error ? 'a query failed' : String(error))
}
