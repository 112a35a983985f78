import type { LoaderFunctionArgs } from '@remix-run/node'
import { type CsvCell, csvStream } from '#app/http/csv.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent, type ManagedEvent } from '#app/models/events/event.server.ts'
import { eachWinner } from '#app/models/hands/winners.server.ts'
import { toLocalText } from '#app/values/time.ts'

const header = [
  ...['Name', 'Email address', 'Tickets', 'Guests', 'Handed over', 'Handed over by'],
  ...['Event', 'Starts', 'Place', 'As of', 'Last line of the log'],
]

/** Each row names its event, so that rows of several files can be put together. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  return csvStream(`tickets ${event.name}`, header, rowsOf(event, await eachWinner(event)))
}

async function* rowsOf(
  { name: event, startsAt, timeZone, place }: ManagedEvent,
  steps: Awaited<ReturnType<typeof eachWinner>>,
): AsyncGenerator<CsvCell[][]> {
  const local = (instant: number) => toLocalText(instant, timeZone)
  const about = [event, local(startsAt), place]
  for await (const rows of steps)
    yield rows.map(({ name, email, amount, guests, handedAt, handedByName, at, n }) => [
      ...[name, email, amount, guests.join('; ')],
      ...[handedAt && local(handedAt), handedByName],
      ...[...about, local(at), n],
    ])
}
