import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { endSessionsOf, findUser } from '#app/models/people/user.server.ts'

/** The only form is on the person's page. */
export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const { id } = found(await findUser(args.params.userId ?? ''))
  return redirect(`/admin/users/${id}`, 303)
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  const { id, name } = found(await findUser(args.params.userId ?? ''))
  const { refusal } = await endSessionsOf(id, actorOf(viewer))
  if (refusal === 'not-admin' || refusal === 'missing') throw notFound()
  if (refusal === 'none')
    return redirectWithFlash(`/admin/users/${id}`, `${name} was not signed in anywhere.`)
  if (id === viewer.userId)
    return redirectWithFlash('/login', 'You have been signed out everywhere.')
  return redirectWithFlash(`/admin/users/${id}`, `${name} has been signed out everywhere.`)
}
