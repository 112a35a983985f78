import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { FilterForm, SearchFilter } from '#app/components/filters.tsx'
import { Actions, Choices, PostForm, useServerForm } from '#app/components/form.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { RequestFields } from '#app/components/request-fields.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { requestRefusals } from '#app/models/events/refusals.ts'
import { type BehalfForm, behalfSchema } from '#app/models/requests/input.ts'
import { findPeopleToAskFor, PEOPLE_SHOWN } from '#app/models/requests/request.server.ts'
import { NONE_SEEN, saveRequest } from '#app/models/requests/writing.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Add a request: ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const searched = new URL(args.request.url).searchParams.get('q')
  const q = (searched ?? '').trim().slice(0, 100)
  return {
    id: event.id,
    name: event.name,
    isOpen: event.state === 'open',
    mostPerRequest: event.mostPerRequest,
    q,
    isSearched: searched !== null,
    most: PEOPLE_SHOWN,
    people: await findPeopleToAskFor(event, q),
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, behalfSchema)
  found(await findManagedEvent(viewer, eventId))
  if (failed) return failed
  const { refusal } = await saveRequest(viewer, { ...value, eventId, ...NONE_SEEN })
  if (refusal === 'not-found') throw notFound()
  if (refusal === 'stale')
    return refuseForm(submission, { userId: ['This person has already asked.'] })
  if (refusal) return refuseForm(submission, requestRefusals[refusal])
  return redirectWithFlash(`/events/${eventId}/requests`, 'Request added.')
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

/** With more people than fit, the search comes first: beside the form it would lose the ticked boxes. */
export default function NewRequest() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const back = `/events/${page.id}/requests`
  const isFew = page.isSearched || page.people.length < page.most
  const isChoosing = page.isOpen && page.people.length > 0 && isFew
  return (
    <>
      <PageHeader
        title="Add a request"
        back={{ to: back, label: 'Requests' }}
        lead={page.name}
        problems={problemsOf('request', lastResult)}
      />
      {page.isOpen ? null : <p className="note">Requests for this event are not open.</p>}
      {isChoosing || lastResult ? (
        <BehalfFields page={page} lastResult={lastResult} back={back} />
      ) : page.isOpen ? (
        <FindPerson page={page} />
      ) : null}
    </>
  )
}

function FindPerson({ page: { q, people, most } }: { page: Page }) {
  return (
    <>
      <FilterForm button="Search">
        <SearchFilter name="q" label="Find a person by name or email" value={q} />
      </FilterForm>
      {people.length === 0 ? (
        <EmptyState title="Nobody found">
          <p>Everyone with this name has already asked, or has no active account.</p>
        </EmptyState>
      ) : (
        <p className="hint">Leave it empty to see the first {most} by name.</p>
      )}
    </>
  )
}

type FormProps = {
  page: Page
  lastResult: NonNullable<ReturnType<typeof useActionData<typeof action>>>['lastResult'] | undefined
  back: string
}

function BehalfFields({ page, lastResult, back }: FormProps) {
  const [form, fields] = useServerForm<BehalfForm>({
    id: 'request',
    lastResult,
    defaultValue: page.people.length === 1 ? { userId: page.people[0]?.userId } : {},
  })
  return (
    <PostForm form={form}>
      <Choices
        field={fields.userId}
        label="For whom?"
        hint={
          page.isSearched ? (
            <>
              {page.people.length === page.most ? `The first ${page.most} are shown. ` : null}
              <a href="?">Search for someone else</a>
            </>
          ) : undefined
        }
        type="radio"
        choices={page.people.map(({ userId, name, email }) => ({
          value: userId,
          label: name,
          hint: email,
        }))}
      />
      <RequestFields
        whose="other"
        fields={fields}
        most={page.mostPerRequest}
        noteHint="The person and the organizers can read it. Up to 500 characters."
      />
      <Actions>
        {page.isOpen ? <button type="submit">Add request</button> : null}
        <a href={back}>Cancel</a>
      </Actions>
    </PostForm>
  )
}
