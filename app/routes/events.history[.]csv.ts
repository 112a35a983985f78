import type { LoaderFunctionArgs } from '@remix-run/node'
import { type CsvCell, csvStream } from '#app/http/csv.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { eachOfHistory } from '#app/models/events/history.server.ts'
import { historyViewSchema } from '#app/models/events/history.ts'
import { toLocalText } from '#app/values/time.ts'

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
  'Draw',
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const view = historyViewSchema.parse(Object.fromEntries(new URL(args.request.url).searchParams))
  return csvStream('history', header, rowsOf(await eachOfHistory(viewer, view)))
}

async function* rowsOf(
  steps: Awaited<ReturnType<typeof eachOfHistory>>,
): AsyncGenerator<CsvCell[][]> {
  for await (const rows of steps)
    yield rows.map(row => [
      row.name,
      row.place,
      toLocalText(row.startsAt, row.timeZone),
      row.timeZone,
      row.state,
      row.available,
      row.requested,
      row.given,
      row.left,
      row.people,
      row.served,
      row.impossible.join('; '),
      row.redraws ?? '',
    ])
}
