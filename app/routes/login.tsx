import {
  type ActionFunctionArgs,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Actions, Field, PostForm, Tick, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { slowDown } from '#app/http/form.server.ts'
import { safeReturnTo } from '#app/http/return-to.ts'
import { type SignInForm, signInByPassword, signInHeaders } from '#app/http/sign-in.server.ts'
import { settings } from '#app/settings.server.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction = () => [{ title: 'Sign in' }]

export function loader({ request, context }: LoaderFunctionArgs) {
  const returnTo = safeReturnTo(
    new URL(request.url).searchParams.get('returnTo'),
    settings().APP_URL,
  )
  if (context.viewer) throw redirect(returnTo, 303)
  return { returnTo }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const outcome = await signInByPassword(request, context)
  if (outcome.failed) {
    return outcome.refusal?.reason === 'too-many'
      ? slowDown(outcome.failed, outcome.refusal.seconds)
      : outcome.failed
  }
  const headers = await signInHeaders(
    outcome.userId,
    outcome.form.remember === 'on',
    request,
    context,
  )
  return redirect(safeReturnTo(outcome.form.returnTo, settings().APP_URL), {
    status: 303,
    ...(headers && { headers }),
  })
}

export default function Login() {
  const { returnTo } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<SignInForm>({
    id: 'sign-in',
    lastResult,
    defaultValue: { returnTo },
  })
  return (
    <>
      <PageHeader title="Sign in" />
      <PostForm form={form}>
        <input type="hidden" name="returnTo" value={fields.returnTo.initialValue} />
        <Field field={fields.email} label="Mail address" type="email" autoComplete="username" />
        <Field
          field={fields.password}
          label="Password"
          type="password"
          autoComplete="current-password"
        />
        <Tick field={fields.remember} label="Keep me signed in on this device" />
        <Actions>
          <button type="submit">Sign in</button>
          <a href="/forgot-password">Forgot your password?</a>
        </Actions>
      </PostForm>
    </>
  )
}
