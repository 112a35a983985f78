import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Actions, PostForm, TextArea, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm, refuseTooOften } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { type NamesForm, namesSchema } from '#app/models/hands/own/input.ts'
import { sayNaming } from '#app/models/hands/own/mine.ts'
import { findNames, saveNames } from '#app/models/hands/own/names.server.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'
import { sayCount } from '#app/values/count.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction = () => [{ title: 'Who comes with you' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findEvent(viewer, args.params.eventId ?? ''))
  const { id, name } = event
  const naming = found(sayNaming(event, Date.now()))
  return { id, name, ...naming, names: await findNames(viewer.userId, id) }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, namesSchema)
  const event = found(await findEvent(viewer, eventId))
  const { most } = found(sayNaming(event, Date.now()))
  if (failed) return failed
  const done = await changeOwn(viewer.userId, () => saveNames(viewer, eventId, value.names))
  if (done.refusal === 'too-often') return refuseTooOften(submission, done.seconds)
  if (done.refusal === 'not-found') throw notFound()
  if (done.refusal === 'too-many')
    return refuseForm(submission, { names: [`Enter at most ${sayCount(most, 'name')}.`] })
  if (done.refusal)
    return refuseForm(submission, { '': ['Names can no longer change, so nothing was saved.'] })
  return redirectWithFlash(`/events/${eventId}`, 'Your names have been saved.')
}

export default function Names() {
  const page = useLoaderData<typeof loader>()
  const [form, fields] = useServerForm<NamesForm>({
    id: 'names',
    lastResult: useActionData<typeof action>()?.lastResult,
    defaultValue: { names: page.names.join('\n') },
  })
  return (
    <>
      <PageHeader
        title="Who comes with you"
        back={{ to: `/events/${page.id}`, label: page.name }}
        lead={page.said}
        problems={form}
      />
      {page.canChange ? (
        <PostForm form={form}>
          <TextArea
            field={fields.names}
            label="Names"
            hint={
              page.most === 1
                ? 'You can enter 1 name.'
                : `One name on each line. You can enter up to ${sayCount(page.most, 'name')}.`
            }
            rows={Math.min(Math.max(page.most, 2), 12)}
            autoComplete="off"
          />
          <p>Only you and the organizer see the names. They are deleted 30 days after the start.</p>
          <Actions>
            <button type="submit">Save names</button>
            <a href={`/events/${page.id}`}>Cancel</a>
          </Actions>
        </PostForm>
      ) : (
        <NameList names={page.names} />
      )}
    </>
  )
}

function NameList({ names }: { names: string[] }) {
  if (names.length === 0) return <p>You have entered no names.</p>
  return (
    <ul>
      {names.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two guests may have one name
        <li key={index}>{name}</li>
      ))}
    </ul>
  )
}
