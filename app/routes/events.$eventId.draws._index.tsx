import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ChoiceTable } from '#app/components/choice-table.tsx'
import { Drawn } from '#app/components/draw-cards.tsx'
import { Notes, Promised } from '#app/components/draw-log.tsx'
import { Frozen } from '#app/components/frozen-roll.tsx'
import { PageHeader } from '#app/components/page.tsx'
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
    // Drafts are private; published amounts are not.
    byHand:
      state === 'finalized' && log.counts.draws === 0
        ? sayByHand(log.fillings)
        : sayFillings(wasFinalized ? log.fillings : 0).trim(),
    next: canDraw ? (log.isDue ? ('draw' as const) : ('another' as const)) : null,
  }
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

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
        <NextDraw eventId={event.id} next={next} />
      </PageHeader>
      <Notes notes={log.restores.map(each => sayRestored(each, event.timeZone))} />
      <Promised log={log} at={at} />
      <h2>Chosen</h2>
      {log.choices.length > 0 ? (
        <ChoiceTable choices={log.choices.map(choice => sayChoice(choice, at))} />
      ) : null}
      {log.choices.length === 0 && log.page === 1 ? <p>{notChosen}</p> : null}
      <h2>Frozen</h2>
      <Notes notes={log.early.map(sayEarlySource)} />
      <Frozen
        eventId={event.id}
        roll={log.roll}
        order={log.roll ? orderWords[log.roll.order].name.toLowerCase() : ''}
        withdrawn={log.withdrawn}
        at={at}
      />
      <Drawn eventId={event.id} byHand={byHand} log={log} at={at} />
      <Pagination page={log.page} pages={log.pages} address={address} />
    </>
  )
}

function NextDraw({ eventId, next }: { eventId: string; next: Page['next'] }) {
  if (next === null) return null
  return next === 'draw' ? (
    <a className="button" href={`/events/${eventId}/draws/new`}>
      Make the draw…
    </a>
  ) : (
    <a className="button quiet" href={`/events/${eventId}/draws/another`}>
      Another draw…
    </a>
  )
}

function sayChoice(choice: Page['log']['choices'][number], at: (instant: number) => string) {
  const { draw, chosenAt, rule, cap, order, publicValueSource, chosenByName } = choice
  return {
    draw,
    chosenAt,
    rule: { name: ruleWords[rule].name, cap: cap ? `, at most ${cap} at first` : '' },
    order: orderWords[order].name,
    source: publicValueSource ?? 'none',
    chosen: at(chosenAt),
    by: chosenByName ? `, ${chosenByName}` : ', by default',
  }
}
