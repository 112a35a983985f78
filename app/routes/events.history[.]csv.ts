import type { LoaderFunctionArgs } from '@remix-run/node'
import { csvResponse } from '#app/http/csv.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findWholeHistory } from '#app/models/history.server.ts'
import { historyViewSchema } from '#app/models/history.ts'
import { toLocalField } from '#app/models/time.ts'

const header = [
  'Event',
  'Place',
  'Starts at',
  'Time zone',
  'State',
  'Tickets',
  'Asked for',
  'Given',
  'Left',
  'People asked',
  'People served',
  'Cannot be',
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const view = historyViewSchema.parse(Object.fromEntries(new URL(args.request.url).searchParams))
  const rows = await findWholeHistory(viewer, view)
  return csvResponse(
    'history',
    header,
    rows.map(row => [
      row.name,
      row.place,
      toLocalField(row.startsAt, row.timeZone) ?? '',
      row.timeZone,
      row.state,
      row.available,
      row.requested,
      row.given,
      row.left,
      row.people,
      row.served,
      row.impossible.join('; '),
    ]),
  )
}
