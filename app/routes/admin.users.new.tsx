import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { PersonFields } from '#app/components/person.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { sayQueued } from '#app/http/mail-words.server.ts'
import { notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { addUser } from '#app/models/people/user.server.ts'
import { type UserInput, userSchema } from '#app/models/people/user.ts'

export const meta: MetaFunction = () => [{ title: 'Add a person' }]

export function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  return null
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  const { value, submission, failed } = await parseForm(args.request, userSchema)
  if (failed) return failed
  const done = await addUser(value, actorOf(viewer))
  if (done.refusal === 'not-admin') throw notFound()
  if (done.refusal)
    return refuseForm(submission, { email: ['This email address already has an account.'] })
  return redirectWithFlash(
    `/admin/users/${done.userId}`,
    `${value.name} added. ${sayQueued('The welcome email')}`,
  )
}

export default function NewPerson() {
  const [form, fields] = useServerForm<UserInput>({
    id: 'person',
    lastResult: useActionData<typeof action>()?.lastResult,
    defaultValue: { role: 'member' },
  })
  return (
    <>
      <PageHeader
        title="Add a person"
        back={{ to: '/admin/users', label: 'People' }}
        lead="They get a welcome email with a link to choose a password. The link works once, for 7 days."
        problems={form}
      />
      <PostForm form={form}>
        <PersonFields fields={fields} />
        <Actions>
          <button type="submit">Add and send a welcome email</button>
          <a href="/admin/users">Cancel</a>
        </Actions>
      </PostForm>
    </>
  )
}
