import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AfterLog } from '#app/components/after-log.tsx'
import { CheckDraw } from '#app/components/check-draw.tsx'
import { ChoiceTable } from '#app/components/choice-table.tsx'
import { Drawn } from '#app/components/draw-cards.tsx'
import { Notes, Sealed, SealedCommitments } from '#app/components/draw-log.tsx'
import { Frozen, RollsToCheck } from '#app/components/frozen-roll.tsx'
import { Locked } from '#app/components/lockings.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { ReadersForm } from '#app/components/readers-form.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireReader } from '#app/http/readers.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { readAfterLog } from '#app/models/after/log/public-log.server.ts'
import { sayLog } from '#app/models/after/log/say-log.ts'
import {
  type PublicLog,
  readPublicLog,
  withoutLogNames,
} from '#app/models/draw/public/log.server.ts'
import { publishDraws } from '#app/models/draw/public/readers.server.ts'
import { readersSchema } from '#app/models/draw/public/readers.ts'
import { sayByHand, sayFillings, sayNotChosen } from '#app/models/draw/public/say-promise.ts'
import { sayMissingLines } from '#app/models/draw/public/why/off-roll.ts'
import { findCode } from '#app/models/draw/seal/code.server.ts'
import { orderWords, ruleWords, sayEarlySource, sayRestored } from '#app/models/draw/words.ts'
import { findManagedEvent, type SeenEvent } from '#app/models/events/event.server.ts'
import { readPage } from '#app/values/page.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Draws of ${data?.event.name}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const { event, viewer } = await requireReader(args)
  const { id, name, timeZone, state, isManaged, wasFinalized } = event
  const params = new URL(args.request.url).searchParams
  const log = await readPublicLog(id, readPage(params))
  const after = isByHand(event, log) ? await readAfterLog(id, readPage(params, 'log')) : undefined
  const canDraw = isManaged && state === 'closed' && !wasFinalized
  return {
    event: { id, name, timeZone },
    isVisitor: viewer === undefined,
    readers: isManaged ? { areAll: event.publishesDraw } : null,
    log: viewer ? log : withoutLogNames(log),
    address: addressOf(args.request),
    isOver: state === 'finalized' || state === 'cancelled',
    notChosen: sayNotChosen(state),
    // Drafts are private; published amounts are not.
    byHand:
      state === 'finalized' && log.counts.draws === 0
        ? sayByHand(log.fillings)
        : sayFillings(wasFinalized ? log.fillings : 0).trim(),
    after: after ? sayLog(after, timeZone) : null,
    myCode: after && viewer ? ((await findCode(id, viewer.userId)) ?? null) : null,
    next: canDraw ? nextStep(event.isLocked, log.isDue) : null,
  }
}

/** The log of an event that was drawn is on the page of its draw. */
function isByHand({ wasFinalized }: SeenEvent, { counts }: PublicLog): boolean {
  return wasFinalized && counts.draws === 0
}

function nextStep(isLocked: boolean, isDue: boolean) {
  if (isLocked) return 'locked' as const
  return isDue ? ('lock' as const) : ('another' as const)
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const { id } = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { value, failed } = await parseForm(args.request, readersSchema)
  if (failed)
    return redirectWithFlash(`/events/${id}/draws`, {
      kind: 'warning',
      text: 'Press one of the buttons. Nothing was changed.',
    })
  const { refusal } = await publishDraws(id, viewer, value.readers === 'all')
  if (refusal === 'not-found') throw notFound()
  return redirectWithFlash(
    `/events/${id}/draws`,
    value.readers === 'all'
      ? 'Anyone with the address can read the draws now.'
      : 'Only people who are signed in can read the draws now.',
  )
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

export default function Draws() {
  const { event, log, address, notChosen, byHand, next, ...page } = useLoaderData<typeof loader>()
  const at = (instant: number) => sayInstantShort(instant, event.timeZone)
  return (
    <>
      <PageHeader
        title="Draws"
        {...(page.isVisitor ? {} : { back: { to: `/events/${event.id}`, label: event.name } })}
        lead={`${page.isVisitor ? `${event.name}. ` : ''}Every step of the draw is published here and never removed.`}
      >
        <NextDraw eventId={event.id} next={next} />
      </PageHeader>
      <Notes notes={log.restores.map(each => sayRestored(each, event.timeZone))} />
      <Sealed log={log} at={at} />
      <h2>Rule</h2>
      {log.choices.length > 0 ? (
        <ChoiceTable choices={log.choices.map(choice => sayChoice(choice, at))} />
      ) : null}
      {log.choices.length === 0 && log.page === 1 ? <p>{notChosen}</p> : null}
      <h2>Entries locked</h2>
      <Notes notes={[...sayMissingLines(log.missing), ...log.early.map(sayEarlySource)]} />
      <Frozen
        roll={log.roll}
        order={log.roll ? orderWords[log.roll.order].name : ''}
        withdrawn={log.withdrawn}
        at={at}
        isOver={page.isOver}
      />
      <h2>Terms locked</h2>
      <Locked eventId={event.id} lockings={log.lockings} at={at} isOver={page.isOver} />
      <Drawn eventId={event.id} byHand={byHand} log={log} at={at} />
      {page.after ? (
        <AfterLog eventId={event.id} log={page.after} myCode={page.myCode} address={address} />
      ) : null}
      <Pagination page={log.page} pages={log.pages} address={address} />
      <CheckDraw>
        <SealedCommitments seals={log.seals} />
        <RollsToCheck eventId={event.id} roll={log.roll} withdrawn={log.withdrawn} />
        <p>
          Each draw has one document with everything in it. You can{' '}
          <a href="/verify">check a draw here</a>.
        </p>
      </CheckDraw>
      {page.readers ? <ReadersForm {...page.readers} /> : null}
    </>
  )
}

const NEXT = {
  lock: { path: 'terms', label: 'Lock the terms', className: 'button' },
  locked: { path: 'terms', label: 'The locked terms', className: 'button quiet' },
  another: { path: 'draws/another', label: 'Another draw…', className: 'button quiet' },
}

function NextDraw({ eventId, next }: { eventId: string; next: Page['next'] }) {
  if (next === null) return null
  const { path, label, className } = NEXT[next]
  return (
    <a className={className} href={`/events/${eventId}/${path}`}>
      {label}
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
    by: chosenByName ? `, ${chosenByName}` : chosenByName === '' ? ', by default' : '',
  }
}
