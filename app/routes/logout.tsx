import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { noSessionHeaders } from '#app/http/session.server.ts'
import { actorOf } from '#app/http/viewer.server.ts'
import { endOwnSession } from '#app/models/sign-in/session/session.server.ts'

/** A GET must not sign out: any page could link to it. */
export function loader() {
  return redirect('/', 303)
}

export async function action({ context }: ActionFunctionArgs) {
  const { viewer } = context
  if (viewer) await endOwnSession(actorOf(viewer), viewer.sessionId)
  return redirectWithFlash('/login', 'You have signed out.', await noSessionHeaders())
}
