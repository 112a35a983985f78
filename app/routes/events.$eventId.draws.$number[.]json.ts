import type { LoaderFunctionArgs } from '@remix-run/node'
import { found } from '#app/http/not-found.server.ts'
import { requireReader } from '#app/http/readers.server.ts'
import { findDrawFile } from '#app/models/draw/public/draw-page.server.ts'

export async function loader(args: LoaderFunctionArgs) {
  const { eventId = '', number = '' } = args.params
  await requireReader(args)
  const file = found(await findDrawFile(eventId, Number(number)))
  return new Response(file, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="draw-${eventId}-${Number(number)}.json"`,
    },
  })
}
