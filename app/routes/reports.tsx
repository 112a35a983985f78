import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Figures } from '#app/components/event-facts.tsx'
import { FilterForm, SelectFilter } from '#app/components/filters.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { ReportTable } from '#app/components/report-table.tsx'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findReports, findReportYears } from '#app/models/hands/report.server.ts'
import { addUp } from '#app/models/hands/report.ts'
import { pageOf, readPage } from '#app/values/page.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction = () => [{ title: 'Reports' }]

const PAGE_SIZE = 50

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const url = new URL(args.request.url)
  const years = await findReportYears(viewer)
  const year = years.find(each => String(each) === url.searchParams.get('year')) ?? years[0]
  const all = year === undefined ? [] : await findReports(viewer, year)
  const { items, ...pages } = pageOf(all, readPage(url.searchParams), PAGE_SIZE)
  return {
    ...{ years, year: year ?? null, total: addUp(all), events: all.length },
    rows: items.map(({ startsAt, timeZone, ...row }) => ({
      ...row,
      date: sayInstantShort(startsAt, timeZone),
    })),
    isAdmin: viewer.role === 'admin',
    address: url.pathname + url.search,
    ...pages,
  }
}

const ALL = 'What became of the tickets of all events that have started.'
const OWN = 'What became of the tickets of your events that have started.'

export default function Reports() {
  const { years, year, isAdmin, ...page } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title="Reports" lead={isAdmin ? ALL : OWN} />
      {year === null ? (
        <EmptyState title="No reports yet">
          <p>A report is made when a finalized event has started.</p>
        </EmptyState>
      ) : (
        <>
          <FilterForm action="/reports">
            <SelectFilter
              name="year"
              label="Season"
              value={String(year)}
              options={years.map(one => [String(one), String(one)] as const)}
            />
          </FilterForm>
          <Season {...page} year={year} />
        </>
      )}
    </>
  )
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>
type SeasonProps = Omit<Loaded, 'years' | 'year' | 'isAdmin'> & { year: number }

function Season({ year, total, events, rows, page, pages, address }: SeasonProps) {
  const { given, back, used, wasted, unknown } = total
  const isKnown = unknown < events
  return (
    <>
      <h2>{year}</h2>
      <Figures
        rows={[
          ['Events', events],
          ['Given', given],
          ['Given back in time', back],
          ...(isKnown
            ? ([
                ['Used', used],
                ['Wasted', wasted],
              ] as [string, number][])
            : []),
        ]}
      />
      {unknown > 0 ? <p>{sayUnknown(unknown, events)}</p> : null}
      <ReportTable rows={rows} />
      <Pagination page={page} pages={pages} address={address} />
    </>
  )
}

function sayUnknown(unknown: number, events: number): string {
  if (unknown === events)
    return 'Nobody was counted and no ticket was marked as handed over, so nobody knows how many were used.'
  return `“Used” and “Wasted” leave out ${unknown} of ${events} events: nobody was counted there, and no ticket was marked as handed over.`
}
