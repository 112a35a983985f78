import type { LoaderFunctionArgs } from '@remix-run/node'
import { calendarFile } from '#app/http/calendar.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { listEntries } from '#app/models/calendar/entries.server.ts'
import { findFeedOwner } from '#app/models/calendar/feed.server.ts'

/** For calendar programs, which have no session: the address is the key. */
export async function loader({ params }: LoaderFunctionArgs) {
  const userId = found(await findFeedOwner(params.calendarToken ?? ''))
  return calendarFile(await listEntries(userId), userId)
}
