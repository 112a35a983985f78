import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import type { UnsentForm } from '#app/models/sign-in/unsent-form.ts'
import type { Flash } from './flash.server.ts'

/** What the door adds to a request. */
export type RequestContext = {
  requestId: string
  address: string
  viewer: Viewer | undefined
  sessionToken: string | undefined
  flash: Flash | undefined
  browser?: string | undefined
  /** The same for a second press of the same form. */
  press?: string | undefined
  /** Before the session ended. */
  unsent?: UnsentForm | undefined
  /** Thrown by a route. */
  failure?: unknown
}

declare module '@remix-run/server-runtime' {
  interface AppLoadContext extends RequestContext {}
}
