import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useServerForm } from '#app/components/form.tsx'
import { DEAD_LINK_TITLE, DeadLink, LinkPage } from '#app/components/link-page.tsx'
import { NewPasswordFields } from '#app/components/new-password.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm } from '#app/http/forms/form.server.ts'
import { linkGone } from '#app/http/not-found.server.ts'
import { sessionHeaders, sessionStart } from '#app/http/session.server.ts'
import { type NewPasswordForm, newPasswordSchema } from '#app/models/sign-in/password.ts'
import { findPasswordLink, setPasswordByLink } from '#app/models/sign-in/password-change.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.person ? 'Choose a password' : DEAD_LINK_TITLE },
]

/** A GET must not use up the link: mail scanners open links. */
export async function loader({ params }: LoaderFunctionArgs) {
  const link = await findPasswordLink(params.token ?? '')
  if (!link) return json({ person: null }, { status: 410 })
  const { name, email, purpose } = link
  return json({ person: { name, email, isNew: purpose === 'set-password' } })
}

export async function action(args: ActionFunctionArgs) {
  const token = args.params.token ?? ''
  const person = await findPasswordLink(token)
  if (!person) return linkGone()
  const { value, failed } = await parseForm(args.request, newPasswordSchema(person.email))
  if (failed) return failed
  const session = await setPasswordByLink(token, person, value.password, sessionStart(args))
  if (!session) return linkGone()
  return redirectWithFlash(
    '/events',
    'Your password is saved. You are signed in.',
    await sessionHeaders(session, args.request),
  )
}

export default function ChoosePassword() {
  const { person } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<NewPasswordForm>({ id: 'new-password', lastResult })
  if (!person) return <DeadLink />
  return (
    <LinkPage
      title={person.isNew ? `Welcome, ${person.name}` : 'Choose a new password'}
      lead={`For the account of ${person.name}, ${person.email}.${person.isNew ? '' : ' This signs you out everywhere else.'}`}
      form={form}
      button="Save password and sign in"
    >
      <NewPasswordFields fields={fields} email={person.email} />
    </LinkPage>
  )
}
