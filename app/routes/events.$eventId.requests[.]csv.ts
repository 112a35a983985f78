import type { LoaderFunctionArgs } from '@remix-run/node'
import { type CsvCell, csvStream } from '#app/http/csv.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent, type ManagedEvent } from '#app/models/events/event.server.ts'
import { eachResult, listJoined } from '#app/models/results/list.server.ts'
import { toLocalText } from '#app/values/time.ts'

const header = [
  'Name',
  'Email address',
  'Account',
  'Sizes',
  'Note',
  'Asked at',
  'Changed at',
  'Draft',
  'Reason',
  'Result',
  'Holds now',
  'After the decision',
  'Cannot be',
]

/** An empty draft means not decided, an empty result not published, and 0 no tickets. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  return csvStream(`requests ${event.name}`, header, rowsOf(event, await eachResult(event)))
}

async function* rowsOf(
  event: ManagedEvent,
  steps: Awaited<ReturnType<typeof eachResult>>,
): AsyncGenerator<CsvCell[][]> {
  for await (const rows of steps)
    yield rows.map(row => [
      row.name,
      row.email,
      row.isActive ? 'active' : 'deactivated',
      row.sizes.replaceAll(',', ' / '),
      row.note,
      toLocalText(row.createdAt, event.timeZone),
      toLocalText(row.changedAt, event.timeZone),
      row.draft,
      row.reason,
      row.result,
      row.holding ?? row.result,
      row.moves,
      row.impossible,
    ])
  const joined = await listJoined(event)
  yield joined.map(({ name, email, isActive, sizes, holding, moves }) => [
    ...[name, email, isActive ? 'active' : 'deactivated', sizes.replaceAll(',', ' / ')],
    ...['', '', '', '', '', '', holding, moves, ''],
  ])
}
