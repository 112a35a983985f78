import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EmptyState, PageHeader, ScrollTable } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { WaitChart } from '#app/components/wait-chart.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { readLedger } from '#app/models/draw/fairness/ledger.server.ts'
import { lossesOf, weightFor } from '#app/models/draw/fairness/ledger.ts'
import { readWaits } from '#app/models/draw/fairness/waits.server.ts'
import { settings } from '#app/settings.server.ts'
import { pageOf, readPage } from '#app/values/page.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction = () => [{ title: 'Fairness' }]

/** Events on one page, the latest first. */
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

const verdicts = {
  won: 'Won: the row of losses ends',
  lost: 'Lost: counts',
  'not-counted': 'Does not count: there was enough for all',
  'left-over': 'Does not count: tickets were left that you would have taken',
  'not-eligible': 'Does not count: there never were as many tickets as the fewest you would take',
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
      <dl className="figures">
        <div>
          <dt>Losses in a row</dt>
          <dd>{losses}</dd>
        </div>
        <div>
          <dt>Tickets in the hat of the next weighted draw</dt>
          <dd>{weight}</dd>
        </div>
      </dl>
      {lines.length === 0 ? (
        <EmptyState title="Nothing was decided for you yet">
          <p>Each event that you ask for stands here once it is decided.</p>
        </EmptyState>
      ) : (
        <ScrollTable label="The events that you asked for, the latest first">
          <table>
            <thead>
              <tr>
                <th scope="col">Event</th>
                <th scope="col">Decided</th>
                <th scope="col" className="number">
                  Asked for
                </th>
                <th scope="col" className="number">
                  Tickets
                </th>
                <th scope="col" className="number">
                  You got
                </th>
                <th scope="col">What it means</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(line => (
                <tr key={line.eventId}>
                  <th scope="row">
                    <a href={`/events/${line.eventId}`}>{line.eventName}</a>
                  </th>
                  <td>{sayInstantShort(line.finalizedAt, timeZone)}</td>
                  <td className="number">{line.requested}</td>
                  <td className="number">{line.available}</td>
                  <td className="number">{line.got === 0 ? 'none' : line.got}</td>
                  <td>{verdicts[line.verdict]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
      <Pagination page={page} pages={pages} address={address} />
      {waits ? <Everybody waits={waits} /> : null}
    </>
  )
}

function Everybody({
  waits,
}: {
  waits: NonNullable<ReturnType<typeof useLoaderData<typeof loader>>['waits']>
}) {
  return (
    <section>
      <h2>Everybody, longest waits first</h2>
      <WaitChart distribution={waits.distribution} />
      <ScrollTable label="People by losses in a row">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" className="number">
                Losses in a row
              </th>
              <th scope="col" className="number">
                Asked for
              </th>
              <th scope="col" className="number">
                Won
              </th>
            </tr>
          </thead>
          <tbody>
            {waits.people.map(person => (
              <tr key={person.userId}>
                <th scope="row">{person.name}</th>
                <td className="number">{person.losses}</td>
                <td className="number">{person.asked}</td>
                <td className="number">{person.won}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
      {waits.more > 0 ? <p className="hint">And {waits.more} more with shorter waits.</p> : null}
    </section>
  )
}
