import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import type { UnsentForm } from '#app/models/sign-in/unsent-form.ts'
import type { Flash } from './flash.server.ts'

/** What the door learned of a request before Remix sees it. */
export type RequestContext = {
  requestId: string
  /** The client's address, behind as many proxies as the settings trust. */
  address: string
  viewer: Viewer | undefined
  sessionToken: string | undefined
  /** A message from the page before, shown once. */
  flash: Flash | undefined
  /** The id in the cookie of a browser, for those who are not signed in. */
  browser?: string | undefined
  /** Names one press of one form; a second one has the same. */
  press?: string | undefined
  /** What was typed into a form of this page before its session had ended. */
  unsent?: UnsentForm | undefined
  /** What a route threw that is no answer; the door says what it means. */
  failure?: unknown
}

declare module '@remix-run/server-runtime' {
  interface AppLoadContext extends RequestContext {}
}
