import type { ActionFunctionArgs, HeadersFunction, MetaFunction } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { Actions, Field, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm, slowDown } from '#app/http/form.server.ts'
import { mailAccessLink } from '#app/models/access-link.server.ts'
import { type AccessLinkForm, accessLinkSchema } from '#app/models/account.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction = () => [{ title: 'A link by mail' }]

export async function action({ request, context }: ActionFunctionArgs) {
  const { value, submission, failed } = await parseForm(request, accessLinkSchema)
  if (failed) return failed
  const seconds = await mailAccessLink(value.link, value.email, context.address)
  if (seconds > 0) {
    const words = 'Too many tries. Look into your mailbox, or wait a few minutes.'
    return slowDown(refuseForm(submission, { '': [words] }), seconds)
  }
  return redirectWithFlash(
    '/login',
    'If there is an account with this address, a mail with a link is on its way. It may take some minutes; look among the unwanted mail too.',
  )
}

export default function ForgotPassword() {
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<AccessLinkForm>({ id: 'access-link', lastResult })
  return (
    <>
      <PageHeader
        back={{ to: '/login', label: 'Sign in' }}
        title="A link by mail"
        lead="Enter the mail address of your account. We mail you a link to choose a new password, or one that just signs you in."
        problems={form}
      />
      <PostForm form={form}>
        <Field field={fields.email} label="Mail address" type="email" autoComplete="username" />
        <Actions>
          <button type="submit" name="link" value="reset-password">
            Mail me a link to a new password
          </button>
          <button className="quiet" type="submit" name="link" value="sign-in">
            Mail me a sign-in link
          </button>
        </Actions>
      </PostForm>
    </>
  )
}
