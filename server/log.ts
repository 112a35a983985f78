import { DrizzleQueryError } from 'drizzle-orm'
import pino from 'pino'
import { causesOf, codesOf, findCause } from '#db/failures/causes.ts'

/** Never log a whole request: the addresses of token pages are secrets. */
export const log = pino({
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: label => ({ level: label }) },
  redact: ['password', 'token', '*.password', '*.token'],
  serializers: { err: withoutValues },
  hooks: { streamWrite: escapeControls },
})

export function loggablePath(pathname: string): string {
  return pathname.replace(/(reset-password|sign-in|set-up|calendar)(\/|%2f).*/is, '$1$2…')
}

/** Query values are personal data, so they stay out of the log. */
export function withoutValues(error: unknown): unknown {
  const query = findCause(error, DrizzleQueryError)?.query
  if (query === undefined) return pino.stdSerializers.err(error as Error)
  const told = causesOf(error).filter(each => !(each instanceof DrizzleQueryError))
  return {
    type: told[0]?.name,
    message: told.map(each => each.message).join(': '),
    stack: told.map(each => each.stack).join('\ncaused by: '),
    code: codesOf(error)[0],
    query,
  }
}

/** JSON keeps them, and a terminal may obey them or reverse the line. */
export function escapeControls(line: string): string {
  return line.replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
