import type { AppLoadContext, EntryContext, HandleErrorFunction } from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import { renderToString } from 'react-dom/server'
import { refillForm } from '#app/http/forms/refill-form.ts'

/** Renders a whole page to a string: there is nothing to stream, and nothing to hydrate. */
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
  // Said here and not by the door, which would have to make the answer anew.
  headers.append('Vary', 'Accept-Encoding')
  return new Response(
    `<!doctype html>${hasFormErrors(context) ? announceErrors(markup) : markup}`,
    { status, headers },
  )
}

/** Remix would make a 500 of every error; the door knows which of them mean "try again soon". */
export const handleError: HandleErrorFunction = (error, { context }) => {
  if (!isRouteErrorResponse(error)) context.failure ??= error
}

function hasFormErrors(context: EntryContext): boolean {
  const answers = Object.values(context.staticHandlerContext.actionData ?? {})
  return answers.some(answer => answer?.lastResult?.status === 'error')
}

/** Screen readers read the title first: it must say that the form came back. */
function announceErrors(markup: string): string {
  return markup.replace('<title>', '<title>Error: ')
}
