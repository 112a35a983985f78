import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { MOST_FIELDS } from '#app/http/forms/form.server.ts'
import type { Door } from '#server/door.ts'
import { OverloadedError } from '#server/visitor/load.ts'
import { visitorOf } from '#server/visitor/visitor.ts'
import { BodyRoom, type Place } from './body-room.ts'
import { borderOf, FieldCount } from './field-count.ts'

const MIB = 1024 * 1024
// Bytes, milliseconds, and the memory for all bodies until their pages have answered.
const LIMITS = {
  form: { bytes: 256 * 1024, patience: 15_000, room: new BodyRoom(32 * MIB) },
  upload: { bytes: 2 * MIB, patience: 60_000, room: new BodyRoom(32 * MIB) },
}
type Limits = (typeof LIMITS)[keyof typeof LIMITS]
/** Seconds. */
const ROOM_AGAIN = 5

const UPLOADS = /^\/(admin\/users\/import|verify)$/
const FORM_TYPES = /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i

// So that no page waits for a slow sender or reads past the limit. Content-Length is trusted only when it is too large.
export const takeInBody: MiddlewareHandler<Door> = async (c, next) => {
  if (c.req.method !== 'POST') return next()
  const type = c.req.header('content-type') ?? ''
  if (type !== '' && !FORM_TYPES.test(type)) throw new HTTPException(415)
  // No browser compresses a form, and nothing here decompresses one.
  if (c.req.header('content-encoding')) throw new HTTPException(415)
  const limits = LIMITS[UPLOADS.test(c.req.path) ? 'upload' : 'form']
  if (Number(c.req.header('content-length') ?? 0) > limits.bytes) refuseRest(c, 413)
  const { body } = c.req.raw
  const place = limits.room.enter(visitorOf(c))
  try {
    if (body) {
      const whole = await readWithin(c, body, limits, place, new FieldCount(type))
      if (!(await isComplete(whole, type))) throw new HTTPException(400)
      c.req.raw = new Request(c.req.raw, { body: whole })
      c.set('body', whole)
    }
    await next()
  } finally {
    place.leave()
  }
}

// Deno parses a truncated multipart form as far as it goes; missing fields would count as left out.
async function isComplete(body: Blob, type: string): Promise<boolean> {
  if (!/^multipart\//i.test(type)) return true
  const border = `${borderOf(type)}--`
  const end = await body.slice(-border.length - 8).text()
  return border.length > 4 && end.trimEnd().endsWith(border)
}

async function readWithin(
  c: Context<Door>,
  body: ReadableStream<Uint8Array>,
  { bytes: most, patience }: Limits,
  place: Place,
  fields: FieldCount,
): Promise<Blob> {
  const reader = body.getReader()
  // A cancelled body ends like a complete one. The clock cannot tell them apart, as timers may fire early.
  let isLate = false
  const deadline = setTimeout(() => {
    isLate = true
    void reader.cancel('too slow').catch(() => undefined)
  }, patience)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  try {
    for (let size = 0; ; ) {
      const { done, value } = await reader.read().catch(() => refuseRest(c, 400))
      if (isLate) refuseRest(c, 408)
      if (done) return new Blob(pieces)
      size += value.length
      if (size > most) refuseRest(c, 413)
      fields.add(value)
      if (fields.separators > MOST_FIELDS + 1) refuseRest(c, 400)
      if (!place.take(value.length)) {
        c.header('Connection', 'close')
        throw new OverloadedError(ROOM_AGAIN)
      }
      pieces.push(value as Uint8Array<ArrayBuffer>)
    }
  } finally {
    clearTimeout(deadline)
  }
}

function refuseRest(c: Context<Door>, status: 400 | 408 | 413): never {
  c.header('Connection', 'close')
  throw new HTTPException(status)
}
