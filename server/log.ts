import pino from 'pino'

/** JSON lines on standard output; its level is set at the start, after the settings were found good. Never hand it a whole request: addresses of token pages are secrets. */
export const log = pino({
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: label => ({ level: label }) },
  redact: ['password', 'token', '*.password', '*.token'],
})

/** A path without the secrets that some addresses carry. */
export function loggablePath(pathname: string): string {
  return pathname.replace(/^\/(reset-password|sign-in|set-up)\/.+/, '/$1/…')
}
