import { redirect } from '@remix-run/node'
import type { Actor } from '#app/models/audit/audit.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import type { RequestContext } from './context.ts'
import { notFound } from './not-found.server.ts'
import { signInPath } from './return-to.ts'

type Args = { request: Request; context: RequestContext }

/** @throws a redirect to sign-in */
export function requireViewer({ request, context }: Args): Viewer {
  if (context.viewer) return context.viewer
  const { pathname, search } = new URL(request.url)
  const back = request.method === 'GET' ? `${pathname}${search}` : pathname
  throw redirect(signInPath(back), 303)
}

/** What you may not see does not exist. */
export function requireOrganizer(args: Args): Viewer {
  const viewer = requireViewer(args)
  if (viewer.role === 'member') throw notFound()
  return viewer
}

export function requireAdmin(args: Args): Viewer {
  const viewer = requireViewer(args)
  if (viewer.role !== 'admin') throw notFound()
  return viewer
}

export function actorOf(viewer: Viewer): NonNullable<Actor> {
  return { userId: viewer.userId, name: viewer.name }
}
