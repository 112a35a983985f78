import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { DrawOrder, FindCode } from '#app/components/draw-order.tsx'
import { Figures } from '#app/components/event-facts.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { VerificationReport } from '#app/components/verification-report.tsx'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { readDrawPage, readDrawView } from '#app/models/draw/public/draw-page.server.ts'
import { findCode } from '#app/models/draw/seal/code.server.ts'
import {
  KNOWN_LIMITS,
  orderWords,
  ruleWords,
  sayEarlySource,
  sayRestored,
  WITHOUT_PUBLIC_VALUE,
} from '#app/models/draw/words.ts'
import { findEvent } from '#app/models/events/event.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title: `${data?.draw.missing ? 'Not found: ' : ''}Draw ${data?.draw.number} of ${data?.event.name}`,
  },
]

export async function loader(args: LoaderFunctionArgs) {
  const { eventId = '', number = '' } = args.params
  const viewer = requireViewer(args)
  const { id, name, timeZone } = found(await findEvent(viewer, eventId))
  const { pathname, searchParams } = new URL(args.request.url)
  const view = readDrawView(searchParams)
  const myCode = await findCode(eventId, viewer.userId)
  const draw = found(await readDrawPage(eventId, Number(number), view, myCode))
  // The browser scrolls to the row that the fragment names.
  if (draw.found) {
    throw redirect(`${pathname}?page=${draw.found}#${encodeURIComponent(view.code)}`, 303)
  }
  return { event: { id, name, timeZone }, draw, myCode: myCode ?? null, path: pathname }
}

export default function Draw() {
  const { event, draw, myCode, path } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title={`Draw ${draw.number}`}
        back={{ to: `/events/${event.id}/draws`, label: `Draws of ${event.name}` }}
        lead={sayRule(draw)}
      >
        <a className="button" href={`/events/${event.id}/draws/${draw.number}.json`}>
          Download the document
        </a>
        <a className="button quiet" href={`/events/${event.id}/why`}>
          Why did I get this?
        </a>
      </PageHeader>
      <Figures
        rows={[
          ['Tickets', draw.capacity],
          ['Held back', draw.heldBack],
          ['Entries', draw.total],
          ['Served', draw.served],
          ['Set by hand', `${draw.setByHand} of ${draw.total}`],
        ]}
      />
      <Basis draw={draw} timeZone={event.timeZone} />
      <h2>The order, first to last</h2>
      {draw.pages > 1 || draw.missing ? <FindCode draw={draw} myCode={myCode} path={path} /> : null}
      <DrawOrder entries={draw.entries} myCode={myCode} />
      <Pagination page={draw.page} pages={draw.pages} address={path} />
      {draw.verification ? <VerificationReport verification={draw.verification} /> : null}
      <p>
        <a href="/verify">Check the document yourself</a>
      </p>
    </>
  )
}

type DrawOnPage = ReturnType<typeof useLoaderData<typeof loader>>['draw']

function sayRule({ rule, order, cap }: DrawOnPage): string {
  const first = cap ? `, at most ${cap} in the first round` : ''
  return `${ruleWords[rule].name}, order ${orderWords[order].name.toLowerCase()}${first}.`
}

function Basis({ draw, timeZone }: { draw: DrawOnPage; timeZone: string }) {
  const rule = ruleWords[draw.rule]
  return (
    <section className="prose">
      <p>{rule.says}</p>
      <p>{rule.weakness}</p>
      <p>{KNOWN_LIMITS}</p>
      <p className="note">
        {draw.publicValueSource
          ? `Public value, from “${draw.publicValueSource}”: ${draw.publicValue}`
          : WITHOUT_PUBLIC_VALUE}
      </p>
      {draw.early ? <p className="note">{sayEarlySource(draw.early)}</p> : null}
      {draw.restores.map(each => (
        <p className="note" key={each.restoredAt}>
          {sayRestored(each, timeZone)}
        </p>
      ))}
    </section>
  )
}
