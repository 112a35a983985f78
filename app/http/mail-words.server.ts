import { settings } from '#app/settings.server.ts'

/** What becomes of a mail that was just written; without mail nothing leaves, and nobody shall wait for it. */
export function sayQueued(what: string, isMany = false): string {
  if (settings().MAIL_ENABLED) return `${what} ${isMany ? 'are' : 'is'} on the way.`
  return `Mail is switched off: ${isMany ? 'they stand' : 'it stands'} under Admin, Mail, with the link.`
}
