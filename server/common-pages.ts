import { settings } from '#app/settings.server.ts'
import type { PageHandler } from './pages.ts'
import { type FindReady, type ReadyAnswer, readyAnswer } from './ready-answer.ts'

/** Pages that say the same to everybody who comes without a cookie. */
const COMMON = ['/login', '/forgot-password', '/verify']

/** Renders each of these pages once; whoever brings a cookie or a question gets her own. */
export async function commonPages(pageAt: (pathname: string) => PageHandler): Promise<FindReady> {
  const rendered = new Map<string, ReadyAnswer>()
  for (const path of COMMON) {
    // What cannot be made ready is rendered as any other page, which tells what is wrong with it.
    const page = await render(path, pageAt).catch(() => undefined)
    if (page) rendered.set(path, page)
  }
  return ({ path, hasQuestion, headers }) =>
    hasQuestion || headers.has('cookie') ? undefined : rendered.get(path)
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
