import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { requireViewer } from '#app/http/viewer.server.ts'

export function loader(args: LoaderFunctionArgs) {
  requireViewer(args)
  return redirect('/events', 303)
}
