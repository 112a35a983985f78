import type { LoaderFunctionArgs } from '@remix-run/node'
import { csvResponse } from '#app/http/csv.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/allocation.server.ts'
import { listResults } from '#app/models/result-list.server.ts'
import { toLocalField } from '#app/models/time.ts'

const header = [
  'Name',
  'Mail address',
  'Account',
  'Sizes',
  'Note',
  'Asked at',
  'Changed at',
  'Draft',
  'Reason',
  'Result',
  'Cannot be',
]

/** An empty draft is not decided, an empty result not published; 0 is none. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(args.params.eventId ?? '', viewer))
  const rows = await listResults(event)
  return csvResponse(
    `requests ${event.name}`,
    header,
    rows.map(row => [
      row.name,
      row.email,
      row.isActive ? 'active' : 'deactivated',
      row.sizes.replaceAll(',', ' / '),
      row.note,
      toLocalField(row.createdAt, event.timeZone) ?? '',
      toLocalField(row.changedAt, event.timeZone) ?? '',
      row.draft,
      row.reason,
      row.result,
      row.impossible,
    ]),
  )
}
