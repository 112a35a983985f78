import { settings } from '#app/settings.server.ts'
import type { PageHandler } from './pages.ts'
import { type FindReady, type ReadyAnswer, readyAnswer } from './ready-answer.ts'

/** Pages that say the same to everybody who comes without a cookie. */
const COMMON = new Set(['/login', '/forgot-password', '/verify'])

/** Renders each of these pages once; whoever brings a cookie or a question gets her own. */
export function commonPages(pageAt: (pathname: string) => PageHandler): FindReady {
  const rendered = new Map<string, Promise<ReadyAnswer | undefined>>()
  return c => {
    const { path } = c.req
    const isOwn = c.req.header('cookie') !== undefined || c.req.url.includes('?')
    if (isOwn || !COMMON.has(path)) return undefined
    // What cannot be made ready is rendered as any other page, which tells what is wrong with it.
    const page = rendered.get(path) ?? render(path, pageAt).catch(() => undefined)
    rendered.set(path, page)
    return page
  }
}

async function render(
  pathname: string,
  pageAt: (pathname: string) => PageHandler,
): Promise<ReadyAnswer | undefined> {
  const nobody = {
    requestId: '',
    address: '',
    viewer: undefined,
    sessionToken: undefined,
    flash: undefined,
  }
  const answer = await pageAt(pathname)(new Request(`${settings().APP_URL}${pathname}`), nobody)
  if (answer.status !== 200) return undefined
  const headers = new Headers(answer.headers)
  // A browser asks each time whether its own is still good, and after signing in it is not.
  headers.set('Cache-Control', 'private, no-cache')
  headers.set('Vary', 'Cookie')
  return readyAnswer(await answer.text(), headers)
}
