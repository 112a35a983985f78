import { noteLive } from '#app/models/live-session.ts'
import type { NewSession, SessionStart } from '#app/models/session.server.ts'
import type { RequestContext } from './context.ts'
import { sessionCookie } from './cookies.server.ts'

/** What a new session should know of the browser that asks for it. */
export function sessionStart(
  { request, context }: { request: Request; context: RequestContext },
  isRemembered = false,
): SessionStart {
  return {
    isRemembered,
    device: { userAgent: request.headers.get('User-Agent') ?? '', address: context.address },
    replaces: context.sessionToken,
  }
}

/** The headers that give a session to the browser. */
export async function sessionHeaders({ token, expires }: NewSession): Promise<Headers> {
  noteLive(token)
  const cookie = await sessionCookie().serialize(token, expires ? { expires } : {})
  return new Headers({ 'Set-Cookie': cookie })
}

/** The headers that take the session away from the browser. */
export async function noSessionHeaders(): Promise<Headers> {
  return new Headers({ 'Set-Cookie': await sessionCookie().serialize('', { maxAge: 0 }) })
}
