import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Figures } from '#app/components/event-facts.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { found } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent, type ManagedEvent } from '#app/models/events/event.server.ts'
import { findReport } from '#app/models/hands/report.server.ts'
import { basisWords } from '#app/models/hands/report.ts'
import { sayCount } from '#app/values/count.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `What became of the tickets: ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, startsAt, timeZone } = event
  const starts = sayInstant(startsAt, timeZone)
  const outcome = (await findReport(event)) ?? null
  return { id, name, starts, outcome, missing: outcome ? null : whyNone(event, starts) }
}

function whyNone({ state }: ManagedEvent, starts: string): string {
  if (state === 'cancelled') return 'This event is cancelled'
  if (state !== 'finalized') return 'Not decided yet'
  return `The report is made after the start: ${starts}`
}

export default function Report() {
  const { id, name, starts, outcome, missing } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="What became of the tickets"
        back={{ to: `/events/${id}`, label: name }}
        lead={starts}
      />
      {outcome ? <OutcomeFigures outcome={outcome} /> : <EmptyState title={missing ?? ''} />}
      <p className="actions">
        <a href="/reports">All reports</a>
        <a href={`/events/${id}/recipients`}>Who gets tickets</a>
        <a href={`/events/${id}/door`}>Door list</a>
      </p>
    </>
  )
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>

function OutcomeFigures({ outcome }: { outcome: NonNullable<Loaded['outcome']> }) {
  const { given, back, used, wasted, basis, extra } = outcome
  const rows: [string, number | null][] = [
    ['Given', given],
    ['Given back in time', back],
    ['Used', used],
    ['Wasted', wasted],
  ]
  return (
    <>
      <Figures
        rows={rows.flatMap(([name, value]) =>
          value === null ? [] : [[name, value] as [string, number]],
        )}
      />
      <p>{basisWords[basis]}</p>
      {extra > 0 ? (
        <p>{sayCount(extra, 'person')} came beyond the tickets of who brought them.</p>
      ) : null}
    </>
  )
}
