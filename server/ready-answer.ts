import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { type Door, isOddHost, securityHeaders } from './door.ts'
import { log } from './log.ts'

type Bytes = Uint8Array<ArrayBuffer>
/** Plain, since the server of Node writes these without looking at each. */
type HeaderRecord = Record<string, string>
/** A body in one encoding, with everything that is said of it. */
type Variant = { body: Bytes; tag: string; headers: HeaderRecord; unchanged: HeaderRecord }

/** An answer that is the same for everybody: made once, and packed once where that is worth having. */
export type ReadyAnswer = { plain: Variant; packed: Variant | undefined }

/** Finds what there is ready for a request that only reads; undefined when there is nothing. */
export type FindReady = (c: Context<Door>) => Promise<ReadyAnswer | undefined> | undefined

/** Below this a packed body saves nothing worth having, in bytes. */
const WORTH_PACKING = 1024

/** Answers from what is ready, before anything is looked up or rendered; in the log only when it tells everything. */
export function readyAnswers(...finders: FindReady[]): MiddlewareHandler<Door> {
  return async (c, next) => {
    const { method, path } = c.req
    if ((method !== 'GET' && method !== 'HEAD') || isOddHost(c)) return next()
    for (const find of finders) {
      const answer = await find(c)
      if (!answer) continue
      const requestId = crypto.randomUUID()
      log.debug({ requestId, method, path }, 'ready answer')
      return send(c, answer, requestId)
    }
    return next()
  }
}

/** @param headers beside those that every answer has, which it gets here. */
export async function readyAnswer(
  body: Bytes | string,
  headers: HeadersInit,
): Promise<ReadyAnswer> {
  const plain = typeof body === 'string' ? (new TextEncoder().encode(body) as Bytes) : body
  const all = await headersOfEveryAnswer()
  for (const [name, value] of new Headers(headers)) all.set(name, value)
  const tag = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  const isText = /^text|svg/.test(all.get('Content-Type') ?? '')
  if (!isText || plain.length < WORTH_PACKING)
    return { plain: variant(plain, `"${tag}"`, all), packed: undefined }
  all.append('Vary', 'Accept-Encoding')
  const gzip = new Uint8Array(gzipSync(plain, { level: 9 }))
  const packedHeaders = new Headers([...all, ['Content-Encoding', 'gzip']])
  // Packed and plain are two bodies, so they have two tags.
  return {
    plain: variant(plain, `"${tag}"`, all),
    packed: variant(gzip, `"${tag}-gzip"`, packedHeaders),
  }
}

function variant(body: Bytes, tag: string, headers: Headers): Variant {
  const all = { ...Object.fromEntries(headers), etag: tag }
  const isOfBody = ([name]: [string, string]) => /^content-(type|encoding)$/.test(name)
  return {
    body,
    tag,
    headers: { ...all, 'content-length': String(body.length) },
    unchanged: Object.fromEntries(Object.entries(all).filter(each => !isOfBody(each))),
  }
}

/** Without a body when the browser has it already. */
function send(c: Context<Door>, { plain, packed }: ReadyAnswer, requestId: string): Response {
  const isPacked = packed !== undefined && acceptsGzip(c.req.header('accept-encoding'))
  const { body, tag, headers, unchanged } = isPacked ? packed : plain
  const own = { 'x-request-id': requestId }
  if (c.req.header('if-none-match')?.includes(tag))
    return new Response(null, { status: 304, headers: { ...unchanged, ...own } })
  return new Response(c.req.method === 'HEAD' ? null : body, { headers: { ...headers, ...own } })
}

function acceptsGzip(accepted = ''): boolean {
  return /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted)
}

async function headersOfEveryAnswer(): Promise<Headers> {
  const probe = new Hono<Door>().use(securityHeaders()).get('/', c => c.body(null))
  return new Headers((await probe.request('/')).headers)
}
