import type { LoaderFunctionArgs } from '@remix-run/node'
import { type CsvCell, csvStream } from '#app/http/csv.server.ts'
import { requireAdmin } from '#app/http/viewer.server.ts'
import { readAuditFilter } from '#app/models/audit/filter.ts'
import { eachAudited } from '#app/models/audit/list.server.ts'
import { settings } from '#app/settings.server.ts'

const header = [
  'Number',
  'At (UTC)',
  'By',
  'Id of who did it',
  'Action',
  'About',
  'Id of what it is about',
  'Person',
  'Event',
  'Id of the event',
  'Before',
  'After',
  'Hash',
]

/** Has the filters of the page, and every entry that matches them. */
export function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const { searchParams } = new URL(args.request.url)
  const filter = readAuditFilter(searchParams, settings().APP_TIME_ZONE)
  return csvStream('audit trail', header, rowsOf(eachAudited(filter)))
}

async function* rowsOf(steps: ReturnType<typeof eachAudited>): AsyncGenerator<CsvCell[][]> {
  for await (const entries of steps)
    yield entries.map(entry => [
      entry.id,
      new Date(entry.at).toISOString(),
      entry.actorName,
      entry.actorId,
      entry.action,
      entry.subject,
      entry.subjectId,
      entry.personName,
      entry.eventName,
      entry.eventId,
      entry.before,
      entry.after,
      entry.hash,
    ])
}
