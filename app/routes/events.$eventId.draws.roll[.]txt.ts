import type { LoaderFunctionArgs } from '@remix-run/node'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireReader } from '#app/http/readers.server.ts'
import { findRoll } from '#app/models/draw/roll.server.ts'

/** The frozen roll, byte for byte as it is hashed; `number` asks for one that was withdrawn later. */
export async function loader(args: LoaderFunctionArgs) {
  const { id } = (await requireReader(args)).event
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
