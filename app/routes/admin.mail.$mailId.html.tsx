import type { LoaderFunctionArgs } from '@remix-run/node'
import { found } from '#app/http/not-found.server.ts'
import { requireAdmin } from '#app/http/viewer.server.ts'
import { findMailToShow } from '#app/models/mail/mail.server.ts'

/** No scripts, pictures, forms or origin: only text, and links that open in a new tab. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const { html } = found(await findMailToShow(args.params.mailId ?? ''))
  return new Response(html.replace('<head>', `<head><base target="_blank">${viewportOf(html)}`), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
    },
  })
}

const VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'

/** Emails that were written before they had one. */
function viewportOf(html: string): string {
  return html.includes(VIEWPORT) ? '' : VIEWPORT
}
