import type { LoaderFunctionArgs } from '@remix-run/node'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findRoll } from '#app/models/draw/roll.server.ts'
import { findEvent } from '#app/models/events/event.server.ts'

/** The frozen roll, byte for byte as it is hashed; `number` asks for one that was withdrawn later. */
export async function loader(args: LoaderFunctionArgs) {
  const { id } = found(await findEvent(requireViewer(args), args.params.eventId ?? ''))
  const number = new URL(args.request.url).searchParams.get('number')
  if (number !== null && !/^\d{1,9}$/.test(number)) throw notFound()
  const { roll } = found(await findRoll(id, number === null ? undefined : Number(number)))
  return new Response(roll, {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="roll-${id}.txt"`,
    },
  })
}
