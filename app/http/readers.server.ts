import { findPublishedEvent } from '#app/models/draw/public/readers.server.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { found } from './not-found.server.ts'
import { requireViewer } from './viewer.server.ts'

type Args = Parameters<typeof requireViewer>[0] & { params: { eventId?: string | undefined } }

/**
 * The event whose draws are read, and who reads them: undefined for a visitor without an account, who may see no name.
 * @throws a redirect to sign-in, or a 404
 */
export async function requireReader(args: Args) {
  const { eventId = '' } = args.params
  const { viewer } = args.context
  const published = viewer ? undefined : await findPublishedEvent(eventId)
  if (published) return { viewer: undefined, event: published }
  const reader = requireViewer(args)
  return { viewer: reader, event: found(await findEvent(reader, eventId)) }
}
