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
import { safeReturnTo } from '#app/http/return-to.ts'
import { sessionHeaders } from '#app/http/session.server.ts'
import { type SignInForm, signInFromForm } from '#app/http/sign-in.server.ts'
import { settings } from '#app/settings.server.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Sign in' }]

export function loader({ request, context }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams.get('returnTo')
  const returnTo = safeReturnTo(asked, settings().APP_URL)
  if (context.viewer) throw redirect(returnTo, 303)
  return { returnTo, title: asked === null ? 'Sign in' : 'Sign in to see this page' }
}

export async function action(args: ActionFunctionArgs) {
  const outcome = await signInFromForm(args)
  if (outcome.failed) return outcome.failed
  return redirect(safeReturnTo(outcome.form.returnTo, settings().APP_URL), {
    status: 303,
    headers: await sessionHeaders(outcome.session, args.request),
  })
}

export default function Login() {
  const { returnTo, title } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<SignInForm>({
    id: 'sign-in',
    lastResult,
    defaultValue: { returnTo },
  })
  return (
    <>
      <PageHeader title={title} problems={form} />
      <PostForm form={form}>
        <input type="hidden" name="returnTo" value={fields.returnTo.initialValue} />
        <Field field={fields.email} label="Email address" type="email" autoComplete="username" />
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
