import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { giveBrowser, newBrowser } from '#app/http/cookies.server.ts'
import { type Door, isOddHost, securityHeaders } from '#server/door.ts'
import { log } from '#server/log.ts'

type Bytes = Uint8Array<ArrayBuffer>
/** A body in one encoding, with everything that is said of it. */
type Variant = { tag: string; whole: Maker; head: Maker; unchanged: Maker }
/** Makes the same answer again and again, each time with the id of the request. */
type Maker = (requestId: string) => Response

/** An answer that is the same for everybody: made once, and packed once where that is worth having. */
export type ReadyAnswer = {
  plain: Variant
  packed: Variant | undefined
  /** Whether it brings the cookie that tells a browser apart. */
  isForNewBrowser?: boolean
}

/** What is seen of a request before anything is looked up. */
export type Asked = { path: string; hasQuestion: boolean; headers: Headers }
/** Finds what there is ready for a request that only reads; undefined when there is nothing. */
export type FindReady = (asked: Asked) => ReadyAnswer | undefined

/** Below this a packed body saves nothing worth having, in bytes. */
const WORTH_PACKING = 1024

const ADDRESS = /^\w+:\/\/[^/?#]*(\/[^?#]*)(\?)?/

/**
 * Answers from what is ready, before the way through the handler begins: that way costs as much again.
 * In the log only when it tells everything. @returns undefined when there is nothing ready.
 */
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

/** Deno looks at each header of a new answer, and not at those of a copy; the server of Node writes a plain record as it is. */
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

/** Without a body when the browser has it already. */
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
