import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Figures } from '#app/components/event-facts.tsx'
import { FormerLosses, LedgerTable, WhatCounts } from '#app/components/ledger-table.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { Waits } from '#app/components/waits.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import {
  findFormerLosses,
  forgetFormerLosses,
} from '#app/models/draw/fairness/former-losses.server.ts'
import { readLedger } from '#app/models/draw/fairness/ledger.server.ts'
import {
  lossesOf,
  MOST_LOSSES,
  sayLossesInARow,
  weightFor,
} from '#app/models/draw/fairness/ledger.ts'
import { sayVerdict } from '#app/models/draw/fairness/verdict-words.ts'
import { readWaits } from '#app/models/draw/fairness/waits.server.ts'
import { LEDGER_LIMITS } from '#app/models/draw/words.ts'
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
  const former = await findFormerLosses(viewer.userId)
  const wanted = readPage(new URL(args.request.url).searchParams)
  const { items, page, pages } = pageOf(lines.toReversed(), wanted, PAGE)
  return {
    lines: items.map(line => ({ ...line, means: sayVerdict(line.verdict) })),
    page,
    pages,
    address: addressOf(args.request),
    losses: losses > MOST_LOSSES ? `${losses}, of which ${MOST_LOSSES} count` : losses,
    weight: weightFor(losses),
    former: former
      ? { before: sayLossesInARow(former.before), after: sayLossesInARow(former.after) }
      : null,
    waits,
    timeZone: settings().APP_TIME_ZONE,
  }
}

/** The one form: "I have read this". */
export async function action(args: ActionFunctionArgs) {
  const { userId } = requireViewer(args)
  await forgetFormerLosses(userId)
  return redirectWithFlash('/account/fairness', 'You will not see that notice again.')
}

export default function Fairness() {
  const { lines, losses, weight, former, waits, timeZone, page, pages, address } =
    useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="Fairness"
        back={{ to: '/account', label: 'Account' }}
        lead="Some draws give better chances to people who got nothing before. This is your record."
      />
      {former ? <FormerLosses {...former} /> : null}
      <Figures
        rows={[
          ['Losses in a row', losses],
          ['Your tickets in the hat of the next weighted draw', weight],
        ]}
      />
      <WhatCounts most={MOST_LOSSES} limits={LEDGER_LIMITS} />
      {lines.length === 0 ? (
        <EmptyState title="Nothing has been decided for you yet">
          <p>Each event that you ask for is listed here once it is decided.</p>
        </EmptyState>
      ) : (
        <LedgerTable lines={lines} say={at => sayInstantShort(at, timeZone)} />
      )}
      <Pagination page={page} pages={pages} address={address} />
      {waits ? <Waits waits={waits} /> : null}
    </>
  )
}
