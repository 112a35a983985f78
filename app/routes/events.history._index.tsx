import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { HistoryFilters } from '#app/components/history-filters.tsx'
import { HistoryTable } from '#app/components/history-table.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { SeasonChart } from '#app/components/season-chart.tsx'
import { requireViewer } from '#app/http/viewer.server.ts'
import { eventStates, stateWords } from '#app/models/events/event.ts'
import { findHistoryPage, findHistoryYears } from '#app/models/events/history.server.ts'
import { historyViewSchema } from '#app/models/events/history.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction = () => [{ title: 'History' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const url = new URL(args.request.url)
  const view = historyViewSchema.parse(Object.fromEntries(url.searchParams))
  const [found, years] = await Promise.all([
    findHistoryPage(viewer, view),
    findHistoryYears(viewer),
  ])
  return json({
    ...found,
    rows: found.rows.map(row => ({
      ...row,
      date: sayInstantShort(row.startsAt, row.timeZone),
      stateWord: stateWords[row.state],
    })),
    years,
    states: eventStates.map(value => ({ value, label: stateWords[value] })),
    year: view.year ?? null,
    state: view.state ?? null,
    address: url.pathname + url.search,
    csv: `/events/history.csv${url.search}`,
    isOrganizer: viewer.role !== 'member',
  })
}

export default function History() {
  const { rows, page, pages, count, years, states, year, state, address, csv, isOrganizer } =
    useLoaderData<typeof loader>()
  const hasFilter = year !== null || state !== null
  return (
    <>
      <PageHeader
        title="History"
        lead="All events: how many tickets people wanted and how many they got."
      >
        {count > 0 ? (
          <a className="button quiet" href={csv}>
            Download as CSV
          </a>
        ) : null}
        {isOrganizer ? <a href="/reports">Reports</a> : null}
      </PageHeader>
      <HistoryFilters years={years} states={states} year={year} state={state} />
      {rows.length === 0 ? (
        <EmptyState title={hasFilter ? 'No event matches' : 'No events yet'}>
          {hasFilter ? (
            <p>
              <a href="/events/history">Show all events</a>
            </p>
          ) : null}
        </EmptyState>
      ) : (
        <>
          <SeasonChart columns={[...rows].reverse()} />
          <HistoryTable rows={rows} count={count} />
          <Pagination page={page} pages={pages} address={address} />
        </>
      )}
    </>
  )
}
