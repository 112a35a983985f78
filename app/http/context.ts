import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import type { UnsentForm } from '#app/models/sign-in/unsent-form.ts'
import type { Flash } from './flash.server.ts'

/** What the door knows of a request before Remix sees it. */
export type RequestContext = {
  requestId: string
  /** Found behind the trusted proxies. */
  address: string
  viewer: Viewer | undefined
  sessionToken: string | undefined
  flash: Flash | undefined
  /** For visitors who are not signed in. */
  browser?: string | undefined
  /** A second press of the same form has the same id. */
  press?: string | undefined
  /** Typed into a form of this page before the session ended. */
  unsent?: UnsentForm | undefined
  /** An error that a route threw; the door turns it into an answer. */
  failure?: unknown
}

declare module '@remix-run/server-runtime' {
  interface AppLoadContext extends RequestContext {}
}
