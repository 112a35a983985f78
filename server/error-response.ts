import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { errorWords } from '#app/components/error-page.tsx'
import styles from '#app/styles.css?url'
import type { Door } from './door.ts'

/** A page for what ends before Remix, in the same dress as the others. */
export function errorResponse(c: Context<Door>, status: number): Response {
  const words = errorWords[status] ?? errorWords[500]
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${words?.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${styles}"></head><body><main id="main"><div class="error-page">
<p class="error-status">${status}</p><h1>${words?.title}</h1><p class="lead">${words?.text}</p>
<p><a href="/">Back to the start</a></p></div></main></body></html>`
  c.header('Cache-Control', 'no-store')
  return c.html(page, status as ContentfulStatusCode)
}

const RETRY_SOON = new Set([
  'LaneFullError',
  'DatabaseBusyError',
  'HashingFullError',
  'WorkersFullError',
])

/** What an error that nobody caught means for the person who asked. */
export function statusOfError(error: unknown): { status: number; retryAfter?: number } {
  if (error instanceof HTTPException) return { status: error.status }
  if (error instanceof Error && RETRY_SOON.has(error.name)) return { status: 503, retryAfter: 5 }
  return { status: 500 }
}
