import type { LoaderFunctionArgs } from '@remix-run/node'
import { type CsvCell, csvStream } from '#app/http/csv.server.ts'
import { requireAdmin } from '#app/http/viewer.server.ts'
import { everybodyToInvite } from '#app/models/people/hand-out.server.ts'

export function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  return csvStream('links to hand out', ['Name', 'Email address', 'Link'], rows())
}

async function* rows(): AsyncGenerator<CsvCell[][]> {
  for await (const people of everybodyToInvite())
    yield people.map(({ name, email, link }) => [name, email, link])
}
