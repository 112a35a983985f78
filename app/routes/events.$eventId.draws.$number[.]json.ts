import type { LoaderFunctionArgs } from '@remix-run/node'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findDrawFile } from '#app/models/draw/public/draw-page.server.ts'
import { findEvent } from '#app/models/events/event.server.ts'

export async function loader(args: LoaderFunctionArgs) {
  const { eventId = '', number = '' } = args.params
  found(await findEvent(requireViewer(args), eventId))
  const file = found(await findDrawFile(eventId, Number(number)))
  return new Response(file, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="draw-${eventId}-${Number(number)}.json"`,
    },
  })
}
