import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { AllocationGrid } from '#app/components/allocation-grid.tsx'
import { AllocationFigures } from '#app/components/figures.tsx'
import { FillActions } from '#app/components/fill-actions.tsx'
import { PostForm } from '#app/components/form.tsx'
import { GridFilters } from '#app/components/grid-filters.tsx'
import { GridState } from '#app/components/grid-state.tsx'
import { ImpossibleMark } from '#app/components/mark.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { SaveBar } from '#app/components/save-bar.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { readForm } from '#app/http/forms/form.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { fillRows, readTypedRows } from '#app/models/grid/form.ts'
import { findFigures, findGridPage } from '#app/models/grid/grid.server.ts'
import { submitGrid } from '#app/models/grid/submission.server.ts'
import { gridViewSchema } from '#app/models/grid/view.ts'
import { sayCount } from '#app/values/count.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `The list: ${data?.event.name ?? ''}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const url = new URL(args.request.url)
  const view = gridViewSchema.parse(Object.fromEntries(url.searchParams))
  const [figures, grid] = await Promise.all([findFigures(event), findGridPage(event, view)])
  return json({
    event,
    figures,
    view,
    address: url.pathname + url.search,
    ...grid,
    rows: fillRows(grid.rows),
  })
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const form = await readForm(args.request)
  const outcome = await submitGrid(event, viewer, readTypedRows(form))
  if (outcome.failed) {
    return json({ lastResult: { status: 'error' as const }, ...outcome.failed }, { status: 422 })
  }
  const url = new URL(args.request.url)
  const nextPage = /^\d{1,6}$/.exec(String(form.get('next')))?.[0]
  if (nextPage) url.searchParams.set('page', nextPage)
  const saved = `${sayCount(outcome.saved, 'row')} saved.`
  return redirectWithFlash(
    url.pathname + url.search,
    outcome.saved === 0 ? 'Nothing was changed, so nothing was saved.' : saved,
  )
}

export default function Allocation() {
  const { event, figures, view, address, page, pages, ...loaded } = useLoaderData<typeof loader>()
  const failed = useActionData<typeof action>()
  const rows = failed?.rows ?? loaded.rows
  // Keep what was typed in its fields, even if the event can no longer be allocated.
  const isEditable = (event.state === 'closed' && !event.isLocked) || failed !== undefined
  const path = `/events/${event.id}/allocation`
  return (
    <>
      <PageHeader
        title="The list"
        back={{ to: `/events/${event.id}`, label: event.name }}
        lead="Enter a number for each person. 0 means none. Leave it empty if you have not decided."
        problems={{ id: 'grid', allErrors: failed?.errors ?? {} }}
      />
      <GridState event={event} />
      {event.impossible ? <Impossible reason={event.impossible} /> : null}
      {figures.people === 0 ? (
        <NobodyAsked />
      ) : (
        <live-total total={figures.available} given={figures.given}>
          <AllocationFigures figures={figures} />
          {isEditable || event.isLocked ? (
            <FillActions event={event} undecided={figures.undecided} />
          ) : null}
          <GridFilters view={view} path={path} />
          <PostForm form={{ id: 'grid' }} action={address} className="grid-form">
            {isEditable && event.wasDrawn ? <PublicReasons /> : null}
            <AllocationGrid rows={rows} isEditable={isEditable} problems={failed?.problems ?? {}} />
            {isEditable ? (
              <SaveBar left={figures.left} nextPage={page < pages ? page + 1 : undefined} />
            ) : null}
          </PostForm>
          <Pagination page={page} pages={pages} address={address} />
        </live-total>
      )}
    </>
  )
}

function Impossible({ reason }: { reason: string }) {
  return (
    <p>
      <ImpossibleMark reason={reason} />
    </p>
  )
}

function NobodyAsked() {
  return (
    <EmptyState title="Nobody asked for tickets">
      <p>There is nothing to decide.</p>
    </EmptyState>
  )
}

function PublicReasons() {
  return (
    <p className="hint">
      Everyone can read your reasons, beside a code and not the name. Don’t include names.
    </p>
  )
}
