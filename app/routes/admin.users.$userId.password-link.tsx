import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { sayQueued } from '#app/http/mail-words.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { findUser, sendPasswordLink } from '#app/models/people/user.server.ts'

/** The only form is on the person's page. */
export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const { id } = found(await findUser(args.params.userId ?? ''))
  return redirect(`/admin/users/${id}`, 303)
}

const refusalWords = {
  inactive: 'No email was sent, because this person is deactivated.',
  stale: 'No email was sent, because the email address has just changed. Check it and try again.',
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  const person = found(await findUser(args.params.userId ?? ''))
  const { refusal } = await sendPasswordLink(person, actorOf(viewer))
  if (refusal === 'not-admin' || refusal === 'missing') throw notFound()
  return redirectWithFlash(
    `/admin/users/${person.id}`,
    refusal
      ? { kind: 'warning', text: refusalWords[refusal] }
      : sayQueued(`The email to ${person.email}`),
  )
}
