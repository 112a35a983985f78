import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { FinalizeForm } from '#app/components/finalize-form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { RecipientTable } from '#app/components/recipient-table.tsx'
import { UndoForm } from '#app/components/undo-form.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseFormData, readForm, refuseForm } from '#app/http/forms/form.server.ts'
import { sayMails, sayNoResultMail } from '#app/http/mail-words.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { sayOverDraw } from '#app/models/draw/capacity.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { gridViewSchema } from '#app/models/grid/view.ts'
import {
  countUndecided,
  finalize,
  undoFinalization,
} from '#app/models/results/finalization.server.ts'
import {
  finalizeRefusalWords,
  finalizeSchema,
  undoRefusalWords,
  undoSchema,
} from '#app/models/results/finalization.ts'
import { findFinalizationPage } from '#app/models/results/finalization-page.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.finalization ? 'Reopen results' : 'Finalize'}: ${data?.event.name ?? ''}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const url = new URL(args.request.url)
  const { page } = gridViewSchema.parse({ page: url.searchParams.get('page') ?? undefined })
  const shown = await findFinalizationPage(event, page)
  return json({
    ...shown,
    address: url.pathname,
    noMail: sayNoResultMail(shown.summary.mails, shown.summary.people),
  })
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const eventId = args.params.eventId ?? ''
  const form = await readForm(args.request)
  return form.get('intent') === 'undo'
    ? undo(eventId, viewer, form)
    : finalizeNow(eventId, viewer, form)
}

async function finalizeNow(eventId: string, viewer: Viewer, form: FormData) {
  const { value, submission, failed } = parseFormData(form, finalizeSchema)
  if (failed) return failed
  const { refusal, mailed } = await finalize(eventId, viewer, {
    allocationVersion: value.allocationVersion,
    withMail: value.sendMail === 'on',
  })
  if (refusal === 'not-found') throw notFound()
  if (refusal === 'over-draw') return refuseForm(submission, { '': [await sayOverDraw(eventId)] })
  if (refusal) {
    const undecided = refusal === 'undecided' ? await countUndecided(eventId) : 0
    return refuseForm(submission, { '': [finalizeRefusalWords(refusal, undecided)] })
  }
  return redirectWithFlash(
    `/events/${eventId}`,
    mailed === 0 ? 'Finalized. No email is sent.' : `Finalized. ${sayMails(mailed)}`,
  )
}

async function undo(eventId: string, viewer: Viewer, form: FormData) {
  const { value, submission, failed } = parseFormData(form, undoSchema)
  if (failed) return failed
  const { refusal } = await undoFinalization(eventId, viewer, value)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, { '': [undoRefusalWords[refusal]] })
  return redirectWithFlash(
    `/events/${eventId}/allocation`,
    'Results reopened. Nobody can see them now. Requests stay closed.',
  )
}

export default function Finalization() {
  const { event, finalization, recipients, page, pages, address, ...shown } =
    useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <>
      <PageHeader
        title={finalization ? 'Reopen results' : 'Finalize'}
        back={{ to: `/events/${event.id}/allocation`, label: 'The list' }}
        lead={event.name}
        problems={problemsOf(finalization ? 'undo' : 'finalize', lastResult)}
      />
      {finalization ? (
        <UndoForm eventId={event.id} finalization={finalization} lastResult={lastResult} />
      ) : (
        <>
          <FinalizeForm
            allocationVersion={event.allocationVersion}
            eventId={event.id}
            {...shown}
            lastResult={lastResult}
          />
          <RecipientTable recipients={recipients} />
          <Pagination page={page} pages={pages} address={address} />
        </>
      )}
    </>
  )
}
