import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Actions, PostForm, Tick, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { actorOf, requireAdmin } from '#app/http/viewer.server.ts'
import { findCommitments } from '#app/models/people/commitments.server.ts'
import { type ErasureRefusal, erasePerson } from '#app/models/people/erasure.server.ts'
import { findUser } from '#app/models/people/user.server.ts'
import { sayTickets } from '#app/values/tickets.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Erase ${data?.person.name ?? 'a person'}?` },
]

const words: Record<Exclude<ErasureRefusal, 'not-admin' | 'missing'>, string> = {
  erased: 'This person has already been erased.',
  active: 'Deactivate this person first.',
  owner: 'This person still has events that are not decided. Give them to someone else first.',
  pending:
    'One of their requests is not decided yet. Wait for the result, or ask the organizer to withdraw it.',
  holds:
    'This person still has tickets for an upcoming event. Choose to give them back, or change the numbers first.',
  'last-admin': 'You can’t erase the last active admin.',
}

const erasureSchema = z.object({
  giveBack: z.literal('on', { error: 'Tick the box or leave it empty.' }).optional(),
})

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const { id, name } = found(await findUser(args.params.userId ?? ''))
  const { holdings } = await findCommitments(id)
  return { person: { id, name }, holdings: holdings.filter(({ amount }) => amount > 0) }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireAdmin(args)
  const { id } = found(await findUser(args.params.userId ?? ''))
  const { value, submission, failed } = await parseForm(args.request, erasureSchema)
  if (failed) return failed
  const { refusal } = await erasePerson(id, actorOf(viewer), {
    givesBack: value.giveBack === 'on',
  })
  if (refusal === 'not-admin' || refusal === 'missing') throw notFound()
  if (refusal) return refuseForm(submission, { '': [words[refusal]] })
  return redirectWithFlash(`/admin/users/${id}`, 'This person has been erased.')
}

export default function Erasure() {
  const { person, holdings } = useLoaderData<typeof loader>()
  const [form, fields] = useServerForm<z.input<typeof erasureSchema>>({
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
          <li>Their name, email address, password, notes and emails are deleted.</li>
          <li>
            Their requests and results are kept without a name, so that every draw can still be
            checked.
          </li>
          <li>The audit trail can’t be changed. What it says about this person is kept.</li>
        </ul>
        {holdings.length > 0 ? (
          <>
            <p>They have tickets for upcoming events:</p>
            <ul>
              {holdings.map(({ eventId, eventName, starts, amount }) => (
                <li key={eventId}>
                  {eventName}, {starts}: {sayTickets(amount)}
                </li>
              ))}
            </ul>
            <Tick
              field={fields.giveBack}
              label="Give these tickets back, so that they go to people on the waiting list"
            />
          </>
        ) : null}
        <Actions>
          <a className="button quiet" href={back}>
            Cancel
          </a>
          <button type="submit" className="danger">
            Erase for good
          </button>
        </Actions>
      </PostForm>
    </>
  )
}
