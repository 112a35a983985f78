import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EmptyState, PageHeader, ScrollTable } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { readPublicLog } from '#app/models/draw/public/log.server.ts'
import { sayByHand, sayFillings, sayNotChosen } from '#app/models/draw/public/say-promise.ts'
import { orderWords, ruleWords, sayEarlySource, sayRestored } from '#app/models/draw/words.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { readPage } from '#app/values/page.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Draws of ${data?.event.name}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const { eventId = '' } = args.params
  const event = found(await findEvent(requireViewer(args), eventId))
  const { id, name, timeZone, state, isManaged, wasFinalized } = event
  const log = await readPublicLog(eventId, readPage(new URL(args.request.url).searchParams))
  const canDraw = isManaged && state === 'closed' && !wasFinalized
  return {
    event: { id, name, timeZone },
    log,
    address: addressOf(args.request),
    notChosen: sayNotChosen(state),
    // Drafts are nobody's business yet; what was given in the end is.
    byHand:
      state === 'finalized' && log.counts.draws === 0
        ? sayByHand(log.fillings)
        : sayFillings(wasFinalized ? log.fillings : 0).trim(),
    next: canDraw ? (log.isDue ? ('draw' as const) : ('another' as const)) : null,
  }
}

export default function Draws() {
  const { event, log, address, notChosen, byHand, next } = useLoaderData<typeof loader>()
  const at = (instant: number) => sayInstantShort(instant, event.timeZone)
  return (
    <>
      <PageHeader
        title="Draws"
        back={{ to: `/events/${event.id}`, label: event.name }}
        lead="Everything that decides stands here before it decides. Nothing is ever taken out."
      >
        {next === 'draw' ? (
          <a className="button" href={`/events/${event.id}/draws/new`}>
            Make the draw…
          </a>
        ) : null}
        {next === 'another' ? (
          <a className="button quiet" href={`/events/${event.id}/draws/another`}>
            Another draw…
          </a>
        ) : null}
      </PageHeader>
      {log.restores.map(each => (
        <p className="note" key={each.restoredAt}>
          {sayRestored(each, event.timeZone)}
        </p>
      ))}
      <h2>Promised</h2>
      {log.counts.seals === 0 ? <p>No draw is sealed for this event.</p> : null}
      <ul className="promises">
        {log.seals.map(seal => (
          <li key={seal.draw}>
            Draw {seal.draw}, sealed {at(seal.sealedAt)}: commitment <code>{seal.commitment}</code>
            {seal.reason ? ` Why another draw: ${sayReason(seal)}` : null}
            {seal.isReplaced ? ' This draw was replaced and will never be made.' : null}
          </li>
        ))}
      </ul>
      <h2>Chosen</h2>
      {log.choices.length > 0 ? <Choices choices={log.choices} at={at} /> : null}
      {log.choices.length === 0 && log.page === 1 ? <p>{notChosen}</p> : null}
      <h2>Frozen</h2>
      {log.early.map(each => (
        <p className="note" key={each.source}>
          {sayEarlySource(each)}
        </p>
      ))}
      {log.roll ? (
        <Roll eventId={event.id} roll={log.roll} at={at} />
      ) : (
        <p>The roll is frozen when requests close: every request as a line without a name.</p>
      )}
      <Withdrawn eventId={event.id} rolls={log.withdrawn} at={at} />
      <h2>Drawn</h2>
      {byHand ? <p className="note">{byHand}</p> : null}
      {log.counts.draws === 0 ? (
        <EmptyState title={byHand ? 'Nothing was drawn' : 'Nothing was drawn yet'} />
      ) : (
        <ul className="cards">
          {log.draws.map(draw => (
            <li className="card" key={draw.number}>
              <h3>
                <a href={`/events/${event.id}/draws/${draw.number}`}>Draw {draw.number}</a>
              </h3>
              <p>
                {at(draw.drawnAt)}, by {draw.drawnByName}. {draw.setByHand} of {draw.entries} set by
                hand.
              </p>
              <p>
                <a href={`/events/${event.id}/draws/${draw.number}.json`}>The whole document</a>
              </p>
            </li>
          ))}
        </ul>
      )}
      <Pagination page={log.page} pages={log.pages} address={address} />
    </>
  )
}

/** The program seals by itself too: then there is no name. */
function sayReason({ reason, sealedByName }: Log['seals'][number]): string {
  return sealedByName ? `${reason} (${sealedByName})` : `${reason}.`
}

type Log = ReturnType<typeof useLoaderData<typeof loader>>['log']

function Choices({ choices, at }: { choices: Log['choices']; at: (instant: number) => string }) {
  return (
    <ScrollTable label="Every choice of a rule, the latest first">
      <table>
        <thead>
          <tr>
            <th scope="col">Draw</th>
            <th scope="col">Rule</th>
            <th scope="col">Order</th>
            <th scope="col">Public value from</th>
            <th scope="col">Chosen</th>
          </tr>
        </thead>
        <tbody>
          {choices.map(choice => (
            <tr key={`${choice.draw}-${choice.chosenAt}`}>
              <td>{choice.draw}</td>
              <th scope="row">
                {ruleWords[choice.rule].name}
                {choice.cap ? `, at most ${choice.cap} at first` : ''}
              </th>
              <td>{orderWords[choice.order].name}</td>
              <td>{choice.publicValueSource ?? 'none'}</td>
              <td>
                {at(choice.chosenAt)}
                {choice.chosenByName ? `, ${choice.chosenByName}` : ', by default'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

type RollProps = {
  eventId: string
  roll: NonNullable<Log['roll']>
  at: (instant: number) => string
}

function Roll({ eventId, roll, at }: RollProps) {
  return (
    <>
      <p>
        {roll.entries} {roll.entries === 1 ? 'entry' : 'entries'}, frozen {at(roll.frozenAt)}.
        Order: {orderWords[roll.order].name.toLowerCase()}. Its hash: <code>{roll.rollHash}</code>
      </p>
      {roll.text === null ? null : (
        <details>
          <summary>The roll: code, sizes, tickets in the hat, priority</summary>
          <pre className="roll">{roll.text}</pre>
        </details>
      )}
      <p>
        <a href={`/events/${eventId}/draws/roll.txt`}>The roll as a file</a>, byte for byte as it is
        hashed
        {roll.text === null ? ': code, sizes, tickets in the hat and priority of each entry' : ''}.
      </p>
    </>
  )
}

type WithdrawnProps = { eventId: string; rolls: Log['withdrawn']; at: (instant: number) => string }

/** What was frozen before requests were open again: its hash was public, and stays. */
function Withdrawn({ eventId, rolls, at }: WithdrawnProps) {
  if (rolls.length === 0) return null
  return (
    <>
      <h3>Withdrawn, since requests were reopened</h3>
      <ul className="promises">
        {rolls.map(({ number, entries, frozenAt, withdrawnAt, rollHash }) => (
          <li key={number}>
            <a href={`/events/${eventId}/draws/roll.txt?number=${number}`}>Roll {number}</a>,{' '}
            {entries} {entries === 1 ? 'entry' : 'entries'}, frozen {at(frozenAt)}, withdrawn{' '}
            {at(withdrawnAt)}: hash <code>{rollHash}</code>
          </li>
        ))}
      </ul>
    </>
  )
}
