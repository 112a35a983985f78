import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { endSession } from '#app/models/session.server.ts'

/** Signing out by a link would let any page do it: a GET only leads home. */
export function loader() {
  return redirect('/', 303)
}

export async function action({ context }: ActionFunctionArgs) {
  if (context.sessionToken) await endSession(context.sessionToken)
  const headers = new Headers({ 'Set-Cookie': await sessionCookie().serialize('', { maxAge: 0 }) })
  return redirectWithFlash('/login', 'You are signed out.', headers)
}
