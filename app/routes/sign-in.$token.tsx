import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Tick, useServerForm } from '#app/components/form.tsx'
import { DEAD_LINK_TITLE, DeadLink, LinkPage } from '#app/components/link-page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm } from '#app/http/forms/form.server.ts'
import { linkGone } from '#app/http/not-found.server.ts'
import { sessionHeaders, sessionStart } from '#app/http/session.server.ts'
import { type LinkSignInForm, linkSignInSchema } from '#app/models/sign-in/account.ts'
import { findSignInLink, signInByLink } from '#app/models/sign-in/links/access-link.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.name ? 'Sign in' : DEAD_LINK_TITLE },
]

/** A GET must not use up the link: mail scanners open links. */
export async function loader({ params }: LoaderFunctionArgs) {
  const link = await findSignInLink(params.token ?? '')
  return json({ name: link?.name ?? null }, { status: link ? 200 : 410 })
}

export async function action(args: ActionFunctionArgs) {
  const { value, failed } = await parseForm(args.request, linkSignInSchema)
  if (failed) return failed
  const start = sessionStart(args, value.remember === 'on')
  const session = await signInByLink(args.params.token ?? '', start)
  if (!session) return linkGone()
  return redirectWithFlash(
    '/events',
    'You are signed in.',
    await sessionHeaders(session, args.request),
  )
}

export default function SignInByLink() {
  const { name } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<LinkSignInForm>({ id: 'sign-in', lastResult })
  if (name === null) return <DeadLink />
  return (
    <LinkPage
      title={`Hello, ${name}`}
      lead="Press the button to sign in. The link works once."
      form={form}
      button="Sign in"
    >
      <Tick field={fields.remember} label="Keep me signed in on this device" />
    </LinkPage>
  )
}
