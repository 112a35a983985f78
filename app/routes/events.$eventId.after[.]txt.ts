import type { LoaderFunctionArgs } from '@remix-run/node'
import { notFound } from '#app/http/not-found.server.ts'
import { requireReader } from '#app/http/readers.server.ts'
import { findAfterLog } from '#app/models/after/log/public-log.server.ts'

/** The log of what came after the decision, byte for byte as it is hashed; `finalization` asks for an earlier one. */
export async function loader(args: LoaderFunctionArgs) {
  const { id } = (await requireReader(args)).event
  const number = new URL(args.request.url).searchParams.get('finalization')
  if (number !== null && !/^\d{1,9}$/.test(number)) throw notFound()
  const log = await findAfterLog(id, number === null ? undefined : Number(number))
  if (log === undefined) throw notFound()
  return new Response(log, {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="after-${id}.txt"`,
    },
  })
}
