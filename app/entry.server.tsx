import type { AppLoadContext, EntryContext, HandleErrorFunction } from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import { renderToString } from 'react-dom/server'
import { escapeHtml, refillForm } from '#app/http/forms/refill-form.ts'
import { settings } from './settings.server.ts'

/** Renders to a string, because there is nothing to stream or hydrate. */
export default function renderPage(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  { unsent }: AppLoadContext,
) {
  const rendered = renderToString(<RemixServer context={context} url={request.url} />)
  const markup = unsent ? refillForm(rendered, unsent) : rendered
  headers.set('Content-Type', 'text/html; charset=utf-8')
  // Set here, because the door would have to rebuild the answer.
  headers.append('Vary', 'Accept-Encoding')
  const page = nameApp(hasFormErrors(context) ? announceErrors(markup) : markup)
  return new Response(`<!doctype html>${page}`, { status, headers })
}

/** Remix makes a 500 of every error; the door knows which mean "try again soon". */
export const handleError: HandleErrorFunction = (error, { context }) => {
  if (!isRouteErrorResponse(error)) context.failure ??= error
}

function hasFormErrors(context: EntryContext): boolean {
  const answers = Object.values(context.staticHandlerContext.actionData ?? {})
  return answers.some(answer => answer?.lastResult?.status === 'error')
}

/** Screen readers read the title first, so it must say that the form has errors. */
function announceErrors(markup: string): string {
  return markup.replace('<title>', '<title>Error: ')
}

/** Among many tabs and bookmarks, a page's title alone does not say where it belongs. */
function nameApp(markup: string): string {
  const name = escapeHtml(settings().APP_NAME)
  return markup.replace(
    '</title>',
    markup.includes(`<title>${name}</title>`) ? '</title>' : ` – ${name}</title>`,
  )
}
