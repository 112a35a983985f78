import type { ActionFunctionArgs, HeadersFunction, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Actions, Field, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { fromOf } from '#app/http/device.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm, slowDown } from '#app/http/forms/form.server.ts'
import { accessLinkWords } from '#app/http/mail-words.server.ts'
import { type AccessLinkForm, accessLinkSchema } from '#app/models/sign-in/account.ts'
import { mailAccessLink } from '#app/models/sign-in/links/access-link.server.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title ?? 'Get a link by email' },
]

export const loader = () => accessLinkWords()

export async function action(args: ActionFunctionArgs) {
  const { value, submission, failed } = await parseForm(args.request, accessLinkSchema)
  if (failed) return failed
  const seconds = await mailAccessLink(value.link, value.email, await fromOf(args))
  if (seconds > 0) {
    const words = 'Too many tries. Check your inbox, or wait a few minutes.'
    return slowDown(refuseForm(submission, { '': [words] }), seconds)
  }
  return redirectWithFlash('/login', accessLinkWords().done)
}

export default function ForgotPassword() {
  const words = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useServerForm<AccessLinkForm>({ id: 'access-link', lastResult })
  return (
    <>
      <PageHeader
        back={{ to: '/login', label: 'Sign in' }}
        title={words.title}
        lead={words.lead}
        problems={form}
      />
      <PostForm form={form}>
        <Field field={fields.email} label="Email address" type="email" autoComplete="username" />
        <Actions>
          <button type="submit" name="link" value="reset-password">
            {words.newPassword}
          </button>
          <button className="quiet" type="submit" name="link" value="sign-in">
            {words.signIn}
          </button>
        </Actions>
      </PostForm>
    </>
  )
}
