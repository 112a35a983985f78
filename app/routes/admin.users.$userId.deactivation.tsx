import type { Submission } from '@conform-to/react'
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Commitments } from '#app/components/commitments.tsx'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { findCommitments } from '#app/models/people/commitments.server.ts'
import { deactivateUser, findUser, reactivateUser } from '#app/models/people/user.server.ts'
import { sayCount } from '#app/values/count.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Deactivate ${data?.person.name ?? 'a person'}?` },
]

const intentSchema = z.object({
  intent: z.enum(['deactivate', 'reactivate'], { error: 'Press one of the buttons.' }),
})

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireAdmin(args)
  const person = found(await findUser(args.params.userId ?? ''))
  if (person.deactivatedAt !== null) throw redirect(`/admin/users/${person.id}`, 303)
  const isOneself = person.id === viewer.userId
  return { person, isOneself, commitments: await findCommitments(person.id) }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  const { id, name } = found(await findUser(args.params.userId ?? ''))
  const { value, submission, failed } = await parseForm(args.request, intentSchema)
  if (failed) return failed
  const isEnding = value.intent === 'deactivate'
  const { refusal } = await (isEnding ? deactivateUser : reactivateUser)(id, actorOf(viewer))
  if (refusal === 'not-admin' || refusal === 'missing') throw notFound()
  const state = isEnding ? 'deactivated' : 'active again'
  if (refusal)
    return refusals[refusal]({ id, submission, already: `${name} was already ${state}.` })
  return redirectWithFlash(
    isEnding && id === viewer.userId ? '/login' : `/admin/users/${id}`,
    `${name} is ${state}.`,
  )
}

type Refused = { id: string; submission: Submission<unknown>; already: string }

const refusals = {
  erased: ({ id }: Refused) =>
    redirectWithFlash(`/admin/users/${id}`, {
      kind: 'warning',
      text: 'This person has been erased.',
    }),
  'last-admin': ({ submission }: Refused) =>
    refuseForm(submission, { '': ['You can’t deactivate the last active admin.'] }),
  already: ({ id, already }: Refused) => redirectWithFlash(`/admin/users/${id}`, already),
}

export default function Deactivation() {
  const { person, isOneself, commitments } = useLoaderData<typeof loader>()
  const [form] = useServerForm({
    id: 'deactivation',
    lastResult: useActionData<typeof action>()?.lastResult,
  })
  return (
    <>
      <PageHeader
        title={`Deactivate ${person.name}?`}
        back={{ to: `/admin/users/${person.id}`, label: person.name }}
        problems={form}
      />
      <PostForm form={form}>
        <WhatEnds person={person} isOneself={isOneself} />
        <Commitments {...commitments} />
        <Actions>
          <a className="button quiet" href={`/admin/users/${person.id}`}>
            Cancel
          </a>
          <button type="submit" name="intent" value="deactivate">
            Deactivate
          </button>
        </Actions>
      </PostForm>
    </>
  )
}

type WhatEndsProps = Pick<ReturnType<typeof useLoaderData<typeof loader>>, 'person' | 'isOneself'>

function WhatEnds({ person, isOneself }: WhatEndsProps) {
  return (
    <ul>
      <li>
        {isOneself
          ? 'This is your own account. You are signed out at once, and only another admin can let you back in.'
          : 'They are signed out at once and can’t sign in.'}
      </li>
      <li>Links to sign in or to choose a password stop working.</li>
      <li>
        {isOneself ? 'You leave' : 'They leave'} every waiting list, and open offers end. Tickets
        stay until an organizer decides what becomes of them.
      </li>
      {person.requests > 0 ? <li>{sayRequests(person.requests)}</li> : null}
      {person.events > 0 ? (
        <li>{sayEvents(person.events)} can still be run by any admin.</li>
      ) : null}
      <li>You can undo this at any time.</li>
    </ul>
  )
}

function sayRequests(count: number): string {
  return count === 1
    ? 'Their 1 request and its result are kept.'
    : `Their ${sayCount(count, 'request')} and results are kept.`
}

function sayEvents(count: number): string {
  return `Their ${sayCount(count, 'event')}`
}
