import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import {
  errorWords,
  foreignFormWords,
  overloadedWords,
  tooLargeWords,
  tooMuchWorkWords,
  unavailableWords,
  unsureWords,
} from '#app/components/error-page.tsx'
import { settings } from '#app/settings.server.ts'
import styles from '#app/styles.css?url'
import { isBusy } from '#db/busy.ts'
import { causesOf, findCause } from '#db/failures/causes.ts'
import { DatabaseUnavailableError, unavailability } from '#db/failures/condition.ts'
import { ForeignFormError } from '#server/body/form-origin.ts'
import type { Door } from '#server/door.ts'
import { OverloadedError } from '#server/visitor/load.ts'

export function errorResponse(
  c: Context<Door>,
  status: number,
  words = errorWords[status] ?? errorWords[500],
): Response {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${words?.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${styles}"></head><body><main id="main"><div class="error-page">
<p class="error-status">${status}</p><h1>${words?.title}</h1><p class="lead">${words?.text}</p>
<p><a href="${words?.start ?? '/'}">Back to the start page</a></p></div></main>
<footer class="site-footer"><ul><li><a href="/verify">Check a draw</a></li></ul></footer></body></html>`
  c.header('Cache-Control', 'no-store')
  // A known length keeps Hono from compressing: there may be many, each short.
  c.header('Content-Length', String(new TextEncoder().encode(page).length))
  return c.html(page, status as ContentfulStatusCode)
}

const RETRY_SOON = new Set([
  'LaneFullError',
  'DatabaseBusyError',
  'HashingFullError',
  'WorkersFullError',
])

const TOO_LARGE = /string or blob too big|RESPONSE_TOO_LARGE/

type Answer = { status: number; retryAfter?: number; words?: (typeof errorWords)[number] }

export function answerToError(error: unknown): Answer {
  const refused = findCause(error, HTTPException)
  if (refused) return { status: refused.status }
  if (findCause(error, ForeignFormError))
    return { status: 403, words: foreignFormWords(settings().APP_URL) }
  const overloaded = findCause(error, OverloadedError)
  if (overloaded) {
    const { retryAfter } = overloaded
    return { status: 503, retryAfter, words: overloadedWords(retryAfter) }
  }
  const names = causesOf(error).map(each => each.name)
  if (names.some(name => RETRY_SOON.has(name)) || isBusy(error))
    return { status: 503, retryAfter: 5 }
  if (names.includes('TooMuchWorkError'))
    return { status: 503, retryAfter: 60, words: tooMuchWorkWords }
  if (findCause(error, DatabaseUnavailableError)?.mayBeStored)
    return { status: 503, retryAfter: 30, words: unsureWords }
  if (unavailability(error)) return { status: 503, retryAfter: 30, words: unavailableWords }
  if (causesOf(error).some(each => TOO_LARGE.test(each.message)))
    return { status: 500, words: tooLargeWords }
  return { status: 500 }
}
