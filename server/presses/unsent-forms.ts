import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { readForm, SECRET_FIELDS } from '#app/http/forms/form.server.ts'
import { isGenuine, KEY_FIELD } from '#app/http/forms/form-key.server.ts'
import { safeReturnTo, signInPath } from '#app/http/return-to.ts'
import { findViewer } from '#app/models/sign-in/session/session.server.ts'
import {
  findNewestUnsent,
  findUnsent,
  forgetUnsent,
  keepUnsent,
} from '#app/models/sign-in/unsent-form.server.ts'
import { settings } from '#app/settings.server.ts'
import { isBusy } from '#db/busy.ts'
import { willPass } from '#db/lane.ts'
import { isOpen } from '#server/authentication.ts'
import type { Door } from '#server/door.ts'
import { log } from '#server/log.ts'
import { givenSession } from '#server/visitor/given-session.ts'

const PARAMETER = 'unsent'
const SIGN_IN = /^\/(login$|sign-in\/|reset-password\/)/
const DEFAULT_PAGE = '/events'

/** Shows it again after the same person signs in; it is never sent automatically. */
export const keepUnsentForms: MiddlewareHandler<Door> = async (c, next) => {
  if (c.req.method === 'POST') return answerForm(c, next)
  const { viewer } = c.var
  const id = viewer && c.req.url.includes(PARAMETER) ? c.req.query(PARAMETER) : undefined
  if (viewer && id) c.set('unsent', await findUnsent(id, viewer.userId, c.req.path))
  await next()
  return undefined
}

async function answerForm(c: Context<Door>, next: () => Promise<void>) {
  const { viewer, formKey, browser } = c.var
  const filledIn = formKey && isGenuine(formKey, browser) ? formKey : undefined
  if (filledIn?.userId && !isOpen(c.req.path)) {
    if (!viewer) return keepAndSignIn(c, filledIn)
    // Two people at one browser must not act for each other.
    if (filledIn.userId !== viewer.userId) throw new HTTPException(409)
  }
  await next()
  if (c.res.status !== 303) return undefined
  const id = viewer && c.req.url.includes(PARAMETER) ? c.req.query(PARAMETER) : undefined
  await unlessBusy(c, async () => {
    if (viewer && id) await forgetUnsent(id, viewer.userId)
    if (SIGN_IN.test(c.req.path)) await leadBack(c)
  })
  return undefined
}

/** The request succeeded, so a failure here is not reported. */
async function unlessBusy(c: Context<Door>, comfort: () => Promise<void>): Promise<void> {
  try {
    await comfort()
  } catch (error) {
    if (!willPass(error) && !isBusy(error)) throw error
    log.warn({ requestId: c.var.requestId, err: error }, 'cannot update an unsent form')
  }
}

async function keepAndSignIn(
  c: Context<Door>,
  { userId, formId }: { userId: string; formId: string },
): Promise<Response> {
  const page = pageOf(c)
  const id = await keepUnsent(userId, page, { formId, fields: await typedInto(c) })
  const [back, text] =
    id === undefined
      ? [page, 'You were signed out, so nothing was sent. Sign in and try again.']
      : [
          withId(page, id),
          'You were signed out, so nothing was sent. Sign in to continue with your form.',
        ]
  return redirectWithFlash(signInPath(back), { kind: 'warning', text })
}

async function typedInto(c: Context<Door>): Promise<[string, string][]> {
  const form = await readForm(c.req.raw)
  return [...form].filter(
    (field): field is [string, string] =>
      typeof field[1] === 'string' && field[0] !== KEY_FIELD && !SECRET_FIELDS.includes(field[0]),
  )
}

/** Some forms post to an address that has no page. */
function pageOf(c: Context<Door>): string {
  const referrer = c.req.header('referer')
  const isOnPage = referrer !== undefined && URL.canParse(referrer)
  const address = new URL(isOnPage ? referrer : c.req.url)
  const ours = [c.req.header('host'), new URL(settings().APP_URL).host]
  const { pathname, search } = ours.includes(address.host) ? address : new URL(c.req.url)
  const query = new URLSearchParams(search)
  query.delete(PARAMETER)
  return query.size > 0 ? `${pathname}?${query}` : pathname
}

function withId(page: string, id: string): string {
  return `${page}${page.includes('?') ? '&' : '?'}${PARAMETER}=${id}`
}

/** Sign-in by a link also leads to the waiting form. */
async function leadBack(c: Context<Door>): Promise<void> {
  if (c.res.headers.get('location') !== DEFAULT_PAGE) return
  const session = await givenSession(c.res.headers)
  const viewer = session === undefined ? undefined : await findViewer(session)
  const waiting = viewer && (await findNewestUnsent(viewer.userId))
  if (!waiting) return
  const page = safeReturnTo(withId(waiting.page, waiting.id), settings().APP_URL, DEFAULT_PAGE)
  c.res.headers.set('Location', page)
}
