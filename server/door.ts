import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { RequestContext } from '#app/http/context.ts'
import type { FormKey } from '#app/http/forms/form-key.server.ts'
import { settings } from '#app/settings.server.ts'
import { clientAddress } from '#server/visitor/client-address.ts'
import { log, loggablePath } from './log.ts'

const SAFE = new Set(['GET', 'HEAD'])

export type Door = {
  Variables: RequestContext & {
    /** The form that was sent, as it came. */
    body?: Blob
    /** The key in it, not yet checked against the visitor. */
    formKey?: FormKey
    /** Whether `browser` was made for this request, so that the cookie must be given. */
    isNewBrowser?: boolean
  }
}
/** Given by the starter of each runtime: the address at the other end of the connection. */
export type PeerOf = (c: Context<Door>) => string
type Middleware = MiddlewareHandler<Door>

/** Names the request, finds the client's address, and writes one line when it has ended. */
export function noteRequest(peerOf: PeerOf): Middleware {
  return async (c, next) => {
    const started = performance.now()
    c.set('requestId', randomUUID())
    c.set(
      'address',
      clientAddress(peerOf(c), c.req.header('x-forwarded-for'), settings().TRUSTED_PROXIES),
    )
    await next()
    // Not c.header(): it would make a new answer of one whose body is then read as a stream.
    c.res.headers.set('X-Request-Id', c.var.requestId)
    log.info(
      {
        requestId: c.var.requestId,
        method: c.req.method,
        path: loggablePath(c.req.path),
        status: c.res.status,
        ms: Math.round(performance.now() - started),
        userId: c.var.viewer?.userId,
        // From where, when something was refused: who looks for a break-in needs it, and nobody else does.
        ...(c.res.status >= 400 && { address: c.var.address }),
      },
      'request',
    )
  }
}

/** `no-referrer` would make browsers send `Origin: null`, and our own forms would be refused. */
export function securityHeaders(): Middleware {
  return secureHeaders({
    // A page that needs a stricter policy sets its own.
    overwrite: false,
    referrerPolicy: 'same-origin',
    strictTransportSecurity: settings().isSecure ? 'max-age=31536000; includeSubDomains' : false,
    // Each header costs every answer a little; these speak to browsers and plugins that are gone.
    xXssProtection: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xDnsPrefetchControl: false,
    crossOriginEmbedderPolicy: false,
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      objectSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      imgSrc: ["'self'"],
      fontSrc: ["'self'"],
      frameSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'self'"],
    },
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  })
}

/** What stands in `Host` becomes part of the request's URL: odd ones would move the path, or make it none. */
const HOST = /^[\w.:[\]-]*$/

export function isOddHost(headers: Headers): boolean {
  return !HOST.test(headers.get('host') ?? '')
}

export const refuseOddHosts: Middleware = async (c, next) => {
  if (isOddHost(c.req.raw.headers) || !URL.canParse(c.req.url)) throw new HTTPException(400)
  await next()
}

/** The data requests of Remix's client skip its own origin check; no page of ours makes any. */
export const refuseFrameworkRequests: Middleware = async (c, next) => {
  if (c.req.query('_data') !== undefined || c.req.path.endsWith('.data'))
    throw new HTTPException(404)
  if (!SAFE.has(c.req.method) && c.req.method !== 'POST') {
    c.header('Allow', 'GET, HEAD, POST')
    throw new HTTPException(405)
  }
  await next()
}
