import { noteLive } from '#app/models/sign-in/session/live-session.ts'
import type { NewSession, SessionStart } from '#app/models/sign-in/session/session.server.ts'
import type { RequestContext } from './context.ts'
import { sessionCookie } from './cookies.server.ts'
import { rememberDevice } from './device.server.ts'

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

export async function sessionHeaders(
  { token, userId, expires }: NewSession,
  request: Request,
): Promise<Headers> {
  noteLive(token)
  const headers = new Headers()
  headers.append('Set-Cookie', await sessionCookie().serialize(token, expires ? { expires } : {}))
  headers.append('Set-Cookie', await rememberDevice(request, userId))
  return headers
}

export async function noSessionHeaders(): Promise<Headers> {
  return new Headers({ 'Set-Cookie': await sessionCookie().serialize('', { maxAge: 0 }) })
}
