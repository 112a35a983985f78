import type { LoaderFunctionArgs } from '@remix-run/node'
import { formatDrawDocument } from '#app/allocation/document.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findDrawDocument } from '#app/models/draw/draw.server.ts'
import { findEvent } from '#app/models/event.server.ts'

/** The public document of a draw, as a file. */
export async function loader(args: LoaderFunctionArgs) {
  const { eventId = '', number = '' } = args.params
  found(await findEvent(requireViewer(args), eventId))
  const document = found(await findDrawDocument(eventId, Number(number)))
  return new Response(formatDrawDocument(document), {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="draw-${eventId}-${document.draw}.json"`,
    },
  })
}
