import { DrizzleQueryError } from 'drizzle-orm'

/** An error may hold itself; beyond so many nobody learns more. */
const MOST = 50

/**
 * An error and everything it carries, the outermost first: drizzle and the client wrap what they pass on, and some
 * errors are several. Judge errors by what is in here, never by the outside alone.
 */
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

/** The outermost error of a kind in what was thrown. */
export function findCause<Kind extends Error>(
  error: unknown,
  kind: new (...values: never[]) => Kind,
): Kind | undefined {
  return causesOf(error).find((each): each is Kind => each instanceof kind)
}

/** The codes in what was thrown, the outermost first. */
export function codesOf(error: unknown): string[] {
  return causesOf(error)
    .map(each => (each as { code?: unknown }).code)
    .filter(code => typeof code === 'string')
}

/** What went wrong, for the person who starts the program. drizzle's own message holds the values of the query: people's. */
export function messageOf(error: unknown): string {
  const told = causesOf(error).find(each => !(each instanceof DrizzleQueryError))
  return told?.message ?? (error instanceof Error ? 'a query failed' : String(error))
}
