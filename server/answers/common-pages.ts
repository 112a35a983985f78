import { bringsOnlyBrowser } from '#app/http/cookies.server.ts'
import { settings } from '#app/settings.server.ts'
import type { PageHandler } from '#server/pages.ts'
import { type FindReady, type ReadyAnswer, readyAnswer } from './ready-answer.ts'

/** Pages that say the same to everybody who comes without a cookie. */
const COMMON = ['/login', '/forgot-password', '/verify']
/** A second press of its form would mail a second link: the browser is told apart by a cookie. */
const WITH_COOKIE = new Set(['/forgot-password'])

/** Renders each of these pages once; for who brings a session or a question they are rendered. */
export async function commonPages(pageAt: (pathname: string) => PageHandler): Promise<FindReady> {
  const rendered = new Map<string, ReadyAnswer>()
  for (const path of COMMON) {
    // What cannot be made ready is rendered as any other page, which tells what is wrong with it.
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

/**
 * Text browsers do not say where a form comes from, so theirs needs a key, which a page for everybody cannot have.
 * Other browsers send `Upgrade-Insecure-Requests` or `Sec-Fetch-Mode` with every page request.
 */
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
  // A browser asks each time whether its own is still good, and after signing in it is not.
  headers.set('Cache-Control', 'private, no-cache')
  headers.set('Vary', 'Cookie')
  return readyAnswer(await answer.text(), headers)
}
