import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Actions, Field, PostForm, useServerForm } from '#app/components/form.tsx'
import { NewPasswordFields } from '#app/components/new-password.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { sessionHeaders, sessionStart } from '#app/http/session.server.ts'
import { type FirstAdminForm, firstAdminSchema } from '#app/models/sign-in/account.ts'
import { becomeFirstAdmin, isSetUpLink } from '#app/models/sign-in/set-up.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.isUsable ? 'Set up' : 'This link no longer works' },
]

export async function loader({ params }: LoaderFunctionArgs) {
  const isUsable = await isSetUpLink(params.token ?? '')
  return json({ isUsable }, { status: isUsable ? 200 : 410 })
}

export async function action(args: ActionFunctionArgs) {
  const token = args.params.token ?? ''
  if (!(await isSetUpLink(token))) return gone()
  const { value, submission, failed } = await parseForm(args.request, firstAdminSchema)
  if (failed) return failed
  const done = await becomeFirstAdmin(token, value, sessionStart(args))
  if (done.refusal === 'taken')
    return refuseForm(submission, { email: ['There is an account with this address already.'] })
  if (done.refusal !== undefined) return gone()
  return redirectWithFlash(
    '/admin',
    `Welcome, ${value.name}. You are the admin of this installation, and you are signed in.`,
    await sessionHeaders(done.session, args.request),
  )
}

const gone = () => json({ lastResult: undefined }, { status: 410 })

export default function SetUp() {
  const { isUsable } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<FirstAdminForm>({ id: 'set-up', lastResult })
  if (!isUsable) return <NoSetUp />
  return (
    <>
      <PageHeader
        title="Set up"
        lead="You become the first admin: the person who adds people, and who can make others organizers and admins."
        problems={form}
      />
      <PostForm form={form}>
        <Field field={fields.name} label="Your name" autoComplete="name" />
        <Field field={fields.email} label="Mail address" type="email" autoComplete="username" />
        <NewPasswordFields fields={fields} />
        <Actions>
          <button type="submit">Become the admin</button>
        </Actions>
      </PostForm>
    </>
  )
}

function NoSetUp() {
  return (
    <>
      <PageHeader
        title="This link no longer works"
        lead="Either there is an admin already, or the server has printed a newer link since. As long as there is no admin, every start prints a fresh one."
      />
      <p className="actions">
        <a className="button" href="/login">
          Sign in
        </a>
      </p>
    </>
  )
}
