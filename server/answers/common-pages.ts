import { bringsOnlyBrowser } from '#app/http/cookies.server.ts'
import { settings } from '#app/settings.server.ts'
import type { PageHandler } from '#server/pages.ts'
import { type FindReady, type ReadyAnswer, readyAnswer } from './ready-answer.ts'

/** For a visitor without a cookie. */
const COMMON = ['/login', '/forgot-password', '/verify']
/** Its form needs a browser cookie, so that a second press does not mail a second link. */
const WITH_COOKIE = new Set(['/forgot-password'])

export async function commonPages(pageAt: (pathname: string) => PageHandler): Promise<FindReady> {
  const rendered = new Map<string, ReadyAnswer>()
  for (const path of COMMON) {
    // A page that fails here is rendered per request, which reports the error.
    const page = await render(path, pageAt).catch(() => undefined)
    if (page) rendered.set(path, page)
  }
  return ({ path, hasQuestion, headers }) => {
    const page = hasQuestion ? undefined : rendered.get(path)
    if (!page || isTextBrowser(headers)) return undefined
    const cookies = headers.get('cookie')
    if (cookies === null) return WITH_COOKIE.has(path) ? { ...page, isForNewBrowser: true } : page
    return bringsOnlyBrowser(cookies) ? page : undefined
  }
}

// Text browsers send no Origin, so their forms need a key, which a shared page cannot have. Only they request pages
// without `Upgrade-Insecure-Requests` and `Sec-Fetch-Mode`.
function isTextBrowser(headers: Headers): boolean {
  const isPage = headers.get('accept')?.includes('text/html') ?? false
  return isPage && !headers.has('upgrade-insecure-requests') && !headers.has('sec-fetch-mode')
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
  // Browsers must revalidate: after signing in, their copy is wrong.
  headers.set('Cache-Control', 'private, no-cache')
  headers.set('Vary', 'Cookie')
  return readyAnswer(await answer.text(), headers)
}
