import { DrizzleQueryError } from 'drizzle-orm'
import pino from 'pino'

/** JSON lines on standard output; its level is set at the start, after the settings were found good. Never hand it a whole request: addresses of token pages are secrets. */
export const log = pino({
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: label => ({ level: label }) },
  redact: ['password', 'token', '*.password', '*.token'],
  serializers: { err: withoutValues },
  hooks: { streamWrite: escapeControls },
})

/** A path without the secrets that some addresses carry, however they are spelt. */
export function loggablePath(pathname: string): string {
  return pathname.replace(/(reset-password|sign-in|set-up)(\/|%2f).*/is, '$1$2…')
}

/** A failed query tells its text and its cause, but not the values: those are people's. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return pino.stdSerializers.err(error as Error)
  return { ...pino.stdSerializers.err(error.cause as Error), query: error.query }
}

/** JSON leaves these as they are, and a terminal that shows the log may act on them or turn the line around. */
export function escapeControls(line: string): string {
  return line.replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
