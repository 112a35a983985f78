import {
  type ActionFunctionArgs,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { Order, Rule } from '#app/allocation/types.ts'
import { AfterLog } from '#app/components/after-log.tsx'
import { problemsOf } from '#app/components/error-summary.tsx'
import { MadeDraw } from '#app/components/made-draw.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { DrawToCome } from '#app/components/waiting-draw.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { enterValue } from '#app/http/draw-value.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireReader } from '#app/http/readers.server.ts'
import { answerAndRefresh } from '#app/http/refresh.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { readAfterLog } from '#app/models/after/log/public-log.server.ts'
import { sayLog } from '#app/models/after/log/say-log.ts'
import { readWaitingDraw } from '#app/models/draw/locking/locked-page.server.ts'
import { sayWaitingDraw } from '#app/models/draw/locking/say-waiting.ts'
import {
  readDrawPage,
  readDrawView,
  withoutDrawNames,
} from '#app/models/draw/public/draw-page.server.ts'
import { sayBasis } from '#app/models/draw/public/why/say-basis.ts'
import { findCode } from '#app/models/draw/seal/code.server.ts'
import { orderWords, ruleWords } from '#app/models/draw/words.ts'
import { findEvent, type SeenEvent } from '#app/models/events/event.server.ts'
import { readPage } from '#app/values/page.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title: `${data?.made?.draw.missing ? 'Not found: ' : ''}Draw ${data?.number} of ${data?.event.name}`,
  },
]
export const headers: HeadersFunction = ({ loaderHeaders, actionHeaders }) =>
  actionHeaders.has('Retry-After') ? actionHeaders : loaderHeaders

export async function loader(args: LoaderFunctionArgs) {
  const { event, viewer } = await requireReader(args)
  const { id, name, timeZone, isManaged } = event
  const number = Number(args.params.number)
  const { pathname, searchParams } = new URL(args.request.url)
  const view = readDrawView(searchParams)
  const myCode = viewer && (await findCode(id, viewer.userId))
  const read = await readDrawPage(id, number, view, myCode)
  // A browser shows the row that the address ends in.
  if (read?.found) {
    throw redirect(`${pathname}?page=${read.found}#${encodeURIComponent(view.code)}`, 303)
  }
  const { made, waiting } = withoutDrawNames(
    { made: read ?? null, waiting: read ? null : found(await readWaitingDraw(id, number)) },
    viewer === undefined,
  )
  const page = {
    event: { id, name, timeZone },
    number,
    reader: viewer ? { isManager: isManaged } : undefined,
    myCode: myCode ?? null,
    hasResult: viewer !== undefined && event.state === 'finalized' && event.myAmount !== null,
    path: pathname,
    rule: sayRule(made ?? waiting),
    made: made && { draw: made, basis: sayBasis(made, timeZone) },
    waiting: waiting && sayWaitingDraw(waiting, timeZone),
    address: addressOf(args.request),
    log: read?.isDecided ? await readLog(event, readPage(searchParams, 'log')) : null,
  }
  return answerAndRefresh(page, waiting?.state === 'being made')
}

async function readLog({ id, timeZone }: SeenEvent, page: number) {
  const log = await readAfterLog(id, page)
  return log ? sayLog(log, timeZone) : null
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findEvent(viewer, args.params.eventId ?? ''))
  return enterValue(event, Number(args.params.number), args.request, viewer)
}

export default function Draw() {
  const { event, number, rule, made, waiting, reader, hasResult, myCode, path, ...page } =
    useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const form = waiting?.numbers ? 'numbers' : 'pasted'
  return (
    <>
      <PageHeader
        title={`Draw ${number}`}
        back={{ to: `/events/${event.id}/draws`, label: `Draws of ${event.name}` }}
        lead={rule}
        problems={problemsOf(form, lastResult)}
      >
        <a className="button" href={`/events/${event.id}/draws/${number}.json`}>
          Download the document
        </a>
        {made && hasResult ? (
          <a className="button quiet" href={`/events/${event.id}/why`}>
            Why did I get this?
          </a>
        ) : null}
      </PageHeader>
      {made ? <MadeDraw {...made} {...{ myCode, path }} /> : null}
      {page.log ? (
        <AfterLog eventId={event.id} log={page.log} myCode={myCode} address={page.address} />
      ) : null}
      {waiting ? (
        <DrawToCome draw={waiting} eventId={event.id} {...{ reader, lastResult }} />
      ) : null}
    </>
  )
}

type Ruled = { rule: Rule; order: Order; cap: number | null }

function sayRule(draw: Ruled | null): string | null {
  if (!draw) return null
  const { rule, order, cap } = draw
  const first = cap ? `, at most ${cap} in the first round` : ''
  return `${ruleWords[rule].name}, ${orderWords[order].name.toLowerCase()}${first}.`
}
