import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { RequestContext } from '#app/http/context.ts'
import type { FormKeyParts } from '#app/http/forms/form-key.server.ts'
import { settings } from '#app/settings.server.ts'
import { clientAddress } from '#server/visitor/client-address.ts'
import { log, loggablePath } from './log.ts'

const SAFE = new Set(['GET', 'HEAD'])

export type Door = {
  Variables: RequestContext & {
    body?: Blob
    /** Not yet checked against the visitor. */
    formKey?: FormKeyParts
    /** Whether the answer must set the cookie of `browser`. */
    isNewBrowser?: boolean
  }
}
export type PeerOf = (c: Context<Door>) => string
type Middleware = MiddlewareHandler<Door>

export function noteRequest(peerOf: PeerOf): Middleware {
  return async (c, next) => {
    const started = performance.now()
    c.set('requestId', randomUUID())
    c.set(
      'address',
      clientAddress(peerOf(c), c.req.header('x-forwarded-for'), settings().TRUSTED_PROXIES),
    )
    await next()
    // Not c.header(), which would rebuild an answer whose body is a stream.
    c.res.headers.set('X-Request-Id', c.var.requestId)
    log.info(
      {
        requestId: c.var.requestId,
        method: c.req.method,
        path: loggablePath(c.req.path),
        status: c.res.status,
        ms: Math.round(performance.now() - started),
        userId: c.var.viewer?.userId,
        // Only refused requests: they matter when looking for a break-in.
        ...(c.res.status >= 400 && { address: c.var.address }),
      },
      'request',
    )
  }
}

/** `no-referrer` would make browsers send `Origin: null` with our forms. */
export function securityHeaders(): Middleware {
  return secureHeaders({
    overwrite: false,
    referrerPolicy: 'same-origin',
    strictTransportSecurity: settings().isSecure ? 'max-age=31536000; includeSubDomains' : false,
    // Obsolete, and each header costs every answer a little.
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

/** `Host` becomes part of the URL: an odd one would change the path or break it. */
const HOST = /^[\w.:[\]-]*$/

export function isOddHost(headers: Headers): boolean {
  return !HOST.test(headers.get('host') ?? '')
}

export const refuseOddHosts: Middleware = async (c, next) => {
  if (isOddHost(c.req.raw.headers) || !URL.canParse(c.req.url)) throw new HTTPException(400)
  await next()
}

/** Remix's data requests skip its origin check; our pages make none. */
export const refuseFrameworkRequests: Middleware = async (c, next) => {
  if (c.req.query('_data') !== undefined || c.req.path.endsWith('.data'))
    throw new HTTPException(404)
  if (!SAFE.has(c.req.method) && c.req.method !== 'POST') {
    c.header('Allow', 'GET, HEAD, POST')
    throw new HTTPException(405)
  }
  await next()
}
