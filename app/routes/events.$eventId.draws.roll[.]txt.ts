import type { LoaderFunctionArgs } from '@remix-run/node'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findRoll } from '#app/models/draw/roll.server.ts'
import { findEvent } from '#app/models/event.server.ts'

/** The frozen roll, byte for byte as it is hashed. */
export async function loader(args: LoaderFunctionArgs) {
  const { id } = found(await findEvent(requireViewer(args), args.params.eventId ?? ''))
  const { roll } = found(await findRoll(id))
  return new Response(roll, {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="roll-${id}.txt"`,
    },
  })
}
