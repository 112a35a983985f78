import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { found } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'

/** Where draws were made before terms were locked: links in bookmarks still lead on. */
export async function loader(args: LoaderFunctionArgs) {
  const { id } = found(await findManagedEvent(requireOrganizer(args), args.params.eventId ?? ''))
  return redirect(`/events/${id}/terms`, 301)
}
