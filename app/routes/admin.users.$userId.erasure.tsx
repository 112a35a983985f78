import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { type ErasureRefusal, erasePerson } from '#app/models/people/erasure.server.ts'
import { findUser } from '#app/models/people/user.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Erase ${data?.person.name ?? 'a person'}?` },
]

const words: Record<Exclude<ErasureRefusal, 'not-admin' | 'missing'>, string> = {
  erased: 'This person was erased already.',
  active: 'Deactivate this person first.',
  owner: 'This person still owns events that are not decided. Hand them over first.',
  pending: 'A request of this person is not decided yet. Wait, or let it be withdrawn.',
  'last-admin': 'The last active admin cannot be erased.',
}

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const { id, name } = found(await findUser(args.params.userId ?? ''))
  return { person: { id, name } }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  const { id } = found(await findUser(args.params.userId ?? ''))
  const { submission, failed } = await parseForm(args.request, z.object({}))
  if (failed) return failed
  const { refusal } = await erasePerson(id, actorOf(viewer))
  if (refusal === 'not-admin' || refusal === 'missing') throw notFound()
  if (refusal) return refuseForm(submission, { '': [words[refusal]] })
  return redirectWithFlash(`/admin/users/${id}`, 'This person is erased.')
}

export default function Erasure() {
  const { person } = useLoaderData<typeof loader>()
  const [form] = useServerForm({
    id: 'erasure',
    lastResult: useActionData<typeof action>()?.lastResult,
  })
  const back = `/admin/users/${person.id}`
  return (
    <>
      <PageHeader
        title={`Erase ${person.name}?`}
        back={{ to: back, label: person.name }}
        lead="This cannot be undone."
        problems={form}
      />
      <PostForm form={form}>
        <ul>
          <li>Name, address, password, notes, mails and sessions go for good.</li>
          <li>
            Requests and results stay without a name, so that every draw goes on to verify and past
            figures stay true.
          </li>
          <li>The audit trail cannot be changed: what it says of this person stays.</li>
        </ul>
        <Actions>
          <a className="button quiet" href={back}>
            Keep this person
          </a>
          <button type="submit" className="danger">
            Erase for good
          </button>
        </Actions>
      </PostForm>
    </>
  )
}
