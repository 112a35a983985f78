import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Figures } from '#app/components/event-facts.tsx'
import { LedgerTable, Waits } from '#app/components/ledger-table.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { readLedger } from '#app/models/draw/fairness/ledger.server.ts'
import { lossesOf, weightFor } from '#app/models/draw/fairness/ledger.ts'
import { readWaits } from '#app/models/draw/fairness/waits.server.ts'
import { settings } from '#app/settings.server.ts'
import { pageOf, readPage } from '#app/values/page.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction = () => [{ title: 'Fairness' }]

const PAGE = 50

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const lines = await readLedger(viewer.userId)
  const waits = viewer.role === 'member' ? null : await readWaits()
  const losses = lossesOf(lines)
  const wanted = readPage(new URL(args.request.url).searchParams)
  const { items, page, pages } = pageOf(lines.toReversed(), wanted, PAGE)
  return {
    lines: items,
    page,
    pages,
    address: addressOf(args.request),
    losses,
    weight: weightFor(losses),
    waits,
    timeZone: settings().APP_TIME_ZONE,
  }
}

export default function Fairness() {
  const { lines, losses, weight, waits, timeZone, page, pages, address } =
    useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="Fairness"
        back={{ to: '/account', label: 'Account' }}
        lead="A loss is an event that you asked for, that had fewer tickets to give than were asked for, and that gave you none though it had as many as you would take, until they were gone. A win ends the row."
      />
      <Figures
        rows={[
          ['Losses in a row', losses],
          ['Tickets in the hat of the next weighted draw', weight],
        ]}
      />
      {lines.length === 0 ? (
        <EmptyState title="Nothing was decided for you yet">
          <p>Each event that you ask for stands here once it is decided.</p>
        </EmptyState>
      ) : (
        <LedgerTable lines={lines} say={at => sayInstantShort(at, timeZone)} />
      )}
      <Pagination page={page} pages={pages} address={address} />
      {waits ? <Waits waits={waits} /> : null}
    </>
  )
}
