import type { ServerBuild } from '@remix-run/node'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import type { RequestContext } from '#app/http/context.ts'
import { giveBrowser } from '#app/http/cookies.server.ts'
import { clearFlash } from '#app/http/flash.server.ts'
import { settings } from '#app/settings.server.ts'
import { commonPages } from '#server/answers/common-pages.ts'
import { answerToError, errorResponse } from '#server/answers/error-response.ts'
import { readyAnswers } from '#server/answers/ready-answer.ts'
import { staticFiles } from '#server/answers/static-files.ts'
import { takeInBody } from '#server/body/body.ts'
import { readFormKey, refuseForeignForms } from '#server/body/form-origin.ts'
import { isAlive, isReady } from '#server/database/health.ts'
import { answerRepeats } from '#server/presses/repeats.ts'
import { keepUnsentForms } from '#server/presses/unsent-forms.ts'
import { takeTurns } from '#server/visitor/load.ts'
import { authenticateByDefault, lookUpViewer, readSessionToken } from './authentication.ts'
import {
  type Door,
  noteRequest,
  type PeerOf,
  refuseFrameworkRequests,
  refuseOddHosts,
  securityHeaders,
} from './door.ts'
import { log } from './log.ts'
import { type PageHandler, pageHandlers } from './pages.ts'

export type Handler = { fetch(request: Request, env?: object): Response | Promise<Response> }

export async function createHandler(build: ServerBuild, peerOf: PeerOf): Promise<Handler> {
  const pageAt = pageHandlers(build)
  const answerAtOnce = readyAnswers(await staticFiles(), await commonPages(pageAt))
  const app = createApp(pageAt, peerOf)
  return { fetch: (request, env) => answerAtOnce(request) ?? app.fetch(request, env) }
}

function createApp(pageAt: (pathname: string) => PageHandler, peerOf: PeerOf): Hono<Door> {
  const app = new Hono<Door>()
  app.use(noteRequest(peerOf), securityHeaders(), refuseOddHosts, compress())
  app.get('/healthz', isAlive)
  app.get('/readyz', isReady)
  app.use(
    readSessionToken,
    takeTurns(),
    refuseFrameworkRequests,
    refuseForeignForms,
    takeInBody,
    lookUpViewer,
    readFormKey,
    answerRepeats(),
    keepUnsentForms,
    authenticateByDefault,
  )
  app.all('*', c => renderPage(c, pageAt(c.req.path)))
  app.onError((error, c) => {
    const { status, retryAfter, words } = answerToError(error)
    // The database watch logs an outage once, and each shed request has its own line.
    const isTold = status === 503 && words !== undefined
    if (status >= 500 && !isTold)
      log.error({ requestId: c.var.requestId, err: error }, 'request failed')
    if (retryAfter) c.header('Retry-After', String(retryAfter))
    return errorResponse(c, status, words)
  })
  return app
}

async function renderPage(c: Context<Door>, page: PageHandler): Promise<Response> {
  const { requestId, address, viewer, sessionToken, flash, browser, press, unsent } = c.var
  const known = { requestId, address, viewer, sessionToken, flash }
  const context: RequestContext = { ...known, browser, press, unsent }
  const answer = await page(remixRequest(c.req.raw), context)
  if (context.failure !== undefined) throw context.failure
  if (answer.status >= 400 && !answer.body) return errorResponse(c, answer.status)
  const isPage = answer.headers.get('content-type')?.startsWith('text/html')
  if (isPage && browser !== undefined && c.var.isNewBrowser)
    answer.headers.append('Set-Cookie', giveBrowser(browser))
  if (flash && isPage) answer.headers.append('Set-Cookie', await clearFlash())
  if (!answer.headers.has('Cache-Control')) answer.headers.set('Cache-Control', 'private, no-store')
  return answer
}

// At APP_URL whatever Host says, and without Origin, which the door has checked and Remix would compare with Host.
function remixRequest(request: Request): Request {
  const { pathname, search } = new URL(request.url)
  const headers = new Headers(request.headers)
  for (const name of ['origin', 'x-forwarded-host', 'x-forwarded-proto']) headers.delete(name)
  const { method, body } = request
  const init: RequestInit = { method, headers, ...(body && { body, duplex: 'half' as const }) }
  return new Request(`${settings().APP_URL}${pathname}${search}`, init)
}
