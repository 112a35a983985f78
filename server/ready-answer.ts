import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { type Door, isOddHost, securityHeaders } from './door.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** An answer that is the same for everybody: made once, packed once, and known by its tag. */
export type ReadyAnswer = { plain: Bytes; packed: Bytes | undefined; tag: string; headers: Headers }

/** Finds what there is ready for a request that only reads; undefined when there is nothing. */
export type FindReady = (c: Context<Door>) => Promise<ReadyAnswer | undefined> | undefined

/** Below this a packed body saves nothing worth having, in bytes. */
const WORTH_PACKING = 1024

/** @param headers beside those that every answer has, which it gets here. */
export async function readyAnswer(
  body: Bytes | string,
  headers: HeadersInit,
): Promise<ReadyAnswer> {
  const plain = typeof body === 'string' ? (new TextEncoder().encode(body) as Bytes) : body
  const all = await headersOfEveryAnswer()
  for (const [name, value] of new Headers(headers)) all.set(name, value)
  const isText = /^text|svg/.test(all.get('Content-Type') ?? '')
  const packed =
    isText && plain.length >= WORTH_PACKING
      ? new Uint8Array(gzipSync(plain, { level: 9 }))
      : undefined
  if (packed) all.append('Vary', 'Accept-Encoding')
  const tag = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  return { plain, packed, tag, headers: all }
}

/** Answers from what is ready, before anything is looked up or rendered. */
export function readyAnswers(...finders: FindReady[]): MiddlewareHandler<Door> {
  return async (c, next) => {
    const { method } = c.req
    if ((method !== 'GET' && method !== 'HEAD') || isOddHost(c)) return next()
    for (const find of finders) {
      const answer = await find(c)
      if (answer) return send(c, answer)
    }
    return next()
  }
}

/** Without a body when the browser has it already. */
function send(c: Context<Door>, { plain, packed, tag, headers }: ReadyAnswer): Response {
  const isPacked = packed !== undefined && acceptsGzip(c.req.header('accept-encoding'))
  // Packed and plain are two bodies, so they have two tags.
  const etag = isPacked ? `"${tag}-gzip"` : `"${tag}"`
  const own = [...headers, ['ETag', etag]] as [string, string][]
  if (c.req.header('if-none-match')?.includes(etag))
    return new Response(null, { status: 304, headers: own.filter(isOfNoBody) })
  if (isPacked) own.push(['Content-Encoding', 'gzip'])
  const body = isPacked ? packed : plain
  own.push(['Content-Length', String(body.length)])
  return new Response(c.req.method === 'HEAD' ? null : body, { headers: own })
}

function acceptsGzip(accepted = ''): boolean {
  return /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted)
}

const isOfNoBody = ([name]: [string, string]) => name !== 'content-type'

async function headersOfEveryAnswer(): Promise<Headers> {
  const probe = new Hono<Door>().use(securityHeaders()).get('/', c => c.body(null))
  return new Headers((await probe.request('/')).headers)
}
