import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Actions, Field, PostForm, useServerForm } from '#app/components/form.tsx'
import { NewPasswordFields } from '#app/components/new-password.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import {
  type FormErrors,
  parseForm,
  refuseForm,
  refuseTooOften,
  slowDown,
} from '#app/http/forms/form.server.ts'
import { sessionHeaders, sessionStart } from '#app/http/session.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { type PasswordChangeForm, passwordChangeSchema } from '#app/models/sign-in/account.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'
import { changePassword, hasPassword } from '#app/models/sign-in/password-change.server.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction = () => [{ title: 'Change your password' }]

export async function loader(args: LoaderFunctionArgs) {
  const { userId, email, mustChangePassword } = requireViewer(args)
  return { email, mustChangePassword, hasPassword: await hasPassword(userId) }
}

const refusals: Record<'wrong' | 'same' | 'stale' | 'too-many', FormErrors> = {
  wrong: { current: ['This is not your current password.'] },
  same: { password: ['Your new password must be different from your current one.'] },
  stale: {
    '': ['Your password was changed somewhere else in the meantime. Nothing was changed here.'],
  },
  'too-many': { '': ['Too many tries. Wait a few minutes and try again.'] },
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const schema = passwordChangeSchema(viewer.email, await hasPassword(viewer.userId))
  const { value, submission, failed } = await parseForm(args.request, schema)
  if (failed) return failed
  const start = sessionStart(args)
  const done = await changeOwn(viewer.userId, () => changePassword(viewer, value, start))
  if (done.refusal === 'too-often') return refuseTooOften(submission, done.seconds)
  if (done.refusal !== undefined) {
    const refused = refuseForm(submission, refusals[done.refusal])
    return done.refusal === 'too-many' ? slowDown(refused, done.seconds) : refused
  }
  return redirectWithFlash(
    viewer.mustChangePassword ? '/events' : '/account',
    'Your password has been changed. You have been signed out everywhere else.',
    await sessionHeaders(done.session, args.request),
  )
}

export default function ChangePassword() {
  const { email, mustChangePassword, hasPassword } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<PasswordChangeForm>({ id: 'password', lastResult })
  return (
    <>
      <PageHeader
        {...(!mustChangePassword && { back: { to: '/account', label: 'Your account' } })}
        title={mustChangePassword ? 'Choose your own password' : 'Change your password'}
        lead={
          mustChangePassword
            ? 'You need your own password before you can go on.'
            : 'This signs you out everywhere else.'
        }
        problems={form}
      />
      <PostForm form={form}>
        {hasPassword ? (
          <Field
            field={fields.current}
            label="Current password"
            type="password"
            autoComplete="current-password"
          />
        ) : null}
        <NewPasswordFields fields={fields} email={email} />
        <Actions>
          <button type="submit">Change password</button>
          {hasPassword ? <a href="/forgot-password">Forgot your current password?</a> : null}
        </Actions>
      </PostForm>
    </>
  )
}
