import type { LoaderFunctionArgs } from '@remix-run/node'
import { calendarFile } from '#app/http/calendar.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findEntry } from '#app/models/calendar/entries.server.ts'

export async function loader(args: LoaderFunctionArgs) {
  const { userId } = requireViewer(args)
  const entry = found(await findEntry(userId, args.params.eventId ?? ''))
  return calendarFile([entry], userId, `event-${entry.eventId}.ics`)
}
