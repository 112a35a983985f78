import { mailTroubleSince } from '#app/models/mail/trouble.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayInstantShort } from '#app/values/time.ts'

/** In words since when no email gets out; null for everybody but admins. Reads no database: every page asks. */
export function mailTroubleFor(viewer: Viewer | undefined): string | null {
  const since = viewer?.role === 'admin' ? mailTroubleSince() : undefined
  return since === undefined ? null : sayInstantShort(since, settings().APP_TIME_ZONE)
}
