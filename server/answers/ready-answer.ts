import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { giveBrowser, newBrowser } from '#app/http/cookies.server.ts'
import { type Door, isOddHost, securityHeaders } from '#server/door.ts'
import { log } from '#server/log.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Variant = { tag: string; whole: Maker; head: Maker; unchanged: Maker }
type Maker = (requestId: string) => Response

export type ReadyAnswer = {
  plain: Variant
  packed: Variant | undefined
  isForNewBrowser?: boolean
}

export type Asked = { path: string; hasQuestion: boolean; headers: Headers }
export type FindReady = (asked: Asked) => ReadyAnswer | undefined

/** Bytes below which compression saves nothing. */
const WORTH_PACKING = 1024

const ADDRESS = /^\w+:\/\/[^/?#]*(\/[^?#]*)(\?)?/

/** Skips the Hono handler, which would double the cost. Logged at debug level only. */
export function readyAnswers(...finders: FindReady[]): (request: Request) => Response | undefined {
  return request => {
    const { method, headers } = request
    if ((method !== 'GET' && method !== 'HEAD') || isOddHost(headers)) return undefined
    const [, path, question] = ADDRESS.exec(request.url) ?? []
    if (path === undefined) return undefined
    const asked = { path, hasQuestion: question !== undefined, headers }
    for (const find of finders) {
      const answer = find(asked)
      if (!answer) continue
      const requestId = crypto.randomUUID()
      log.debug({ requestId, method, path }, 'ready answer')
      const sent = send(answer, method, headers, requestId)
      if (answer.isForNewBrowser) sent.headers.append('Set-Cookie', giveBrowser(newBrowser()))
      return sent
    }
    return undefined
  }
}

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
  return {
    plain: variant(plain, `"${tag}"`, all),
    packed: variant(gzip, `"${tag}-gzip"`, packedHeaders),
  }
}

function variant(body: Bytes, tag: string, headers: Headers): Variant {
  const all = { ...Object.fromEntries(headers), etag: tag }
  const length = { 'content-length': String(body.length) }
  const isOfBody = ([name]: [string, string]) => /^content-(type|encoding)$/.test(name)
  const unchanged = Object.fromEntries(Object.entries(all).filter(each => !isOfBody(each)))
  return {
    tag,
    whole: maker(body, { headers: { ...all, ...length } }),
    head: maker(null, { headers: { ...all, ...length } }),
    unchanged: maker(null, { status: 304, headers: unchanged }),
  }
}

/** Deno checks each header of a new answer, so cloning is cheaper; Node sends a plain record as is. */
function maker(
  body: Bytes | null,
  init: { status?: number; headers: Record<string, string> },
): Maker {
  if (!('Deno' in globalThis))
    return requestId =>
      new Response(body, { ...init, headers: { ...init.headers, 'x-request-id': requestId } })
  const kept = new Response(body, init)
  return requestId => {
    const copy = kept.clone()
    copy.headers.set('x-request-id', requestId)
    return copy
  }
}

function send(
  { plain, packed }: ReadyAnswer,
  method: string,
  asked: Headers,
  requestId: string,
): Response {
  const isPacked = packed !== undefined && acceptsGzip(asked.get('accept-encoding'))
  const { tag, whole, head, unchanged } = isPacked ? packed : plain
  if (asked.get('if-none-match')?.includes(tag)) return unchanged(requestId)
  return method === 'HEAD' ? head(requestId) : whole(requestId)
}

function acceptsGzip(accepted: string | null): boolean {
  return accepted !== null && /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted)
}

async function headersOfEveryAnswer(): Promise<Headers> {
  const probe = new Hono<Door>().use(securityHeaders()).get('/', c => c.body(null))
  return new Headers((await probe.request('/')).headers)
}
