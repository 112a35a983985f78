import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PageHeader, ScrollTable } from '#app/components/page.tsx'
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
  // A browser shows the row that the address ends in.
  if (draw.found) {
    throw redirect(`${pathname}?page=${draw.found}#${encodeURIComponent(view.code)}`, 303)
  }
  return { event: { id, name, timeZone }, draw, myCode: myCode ?? null, path: pathname }
}

export default function Draw() {
  const { event, draw, myCode, path } = useLoaderData<typeof loader>()
  const rule = ruleWords[draw.rule]
  return (
    <>
      <PageHeader
        title={`Draw ${draw.number}`}
        back={{ to: `/events/${event.id}/draws`, label: `Draws of ${event.name}` }}
        lead={`${rule.name}, order ${orderWords[draw.order].name.toLowerCase()}${draw.cap ? `, at most ${draw.cap} in the first round` : ''}.`}
      >
        <a className="button" href={`/events/${event.id}/draws/${draw.number}.json`}>
          Download the document
        </a>
        <a className="button quiet" href={`/events/${event.id}/why`}>
          Why did I get this?
        </a>
      </PageHeader>
      <dl className="figures">
        <Figure name="Tickets" value={draw.capacity} />
        <Figure name="Held back" value={draw.heldBack} />
        <Figure name="Entries" value={draw.total} />
        <Figure name="Served" value={draw.served} />
        <Figure name="Set by hand" value={`${draw.setByHand} of ${draw.total}`} />
      </dl>
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
            {sayRestored(each, event.timeZone)}
          </p>
        ))}
      </section>
      <h2>The order, first to last</h2>
      {draw.pages > 1 || draw.missing ? <FindCode draw={draw} myCode={myCode} path={path} /> : null}
      <Order entries={draw.entries} myCode={myCode} />
      <Pagination page={draw.page} pages={draw.pages} address={path} />
      {draw.verification ? <VerificationReport verification={draw.verification} /> : null}
      <p>
        <a href="/verify">Check the document yourself</a>
      </p>
    </>
  )
}

function Figure({ name, value }: { name: string; value: number | string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

type DrawOnPage = ReturnType<typeof useLoaderData<typeof loader>>['draw']

type FindCodeProps = { draw: DrawOnPage; myCode: string | null; path: string }

/** One's own code is a link to its page: what is searched for stands in the address, where others may read it. */
function FindCode({ draw, myCode, path }: FindCodeProps) {
  const { missing, myPage } = draw
  return (
    <>
      {myPage ? (
        <p>
          <a href={`${path}?page=${myPage}#${myCode}`}>Go to my own place</a>
        </p>
      ) : null}
      <form className="filters" method="get">
        <div className="field">
          <label htmlFor="code">Code</label>
          <input
            id="code"
            name="code"
            type="search"
            defaultValue={missing ?? ''}
            maxLength={100}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            {...(missing && { 'aria-invalid': true, 'aria-describedby': 'code-error' })}
          />
          {missing ? (
            <p className="field-error" id="code-error">
              No entry of this draw has the code {missing}.
            </p>
          ) : null}
        </div>
        <button className="quiet" type="submit">
          Find it
        </button>
      </form>
    </>
  )
}

function Order({ entries, myCode }: { entries: DrawOnPage['entries']; myCode: string | null }) {
  return (
    <ScrollTable label="The order with what each entry got">
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              Place
            </th>
            <th scope="col">Code</th>
            <th scope="col" className="number">
              Got
            </th>
            <th scope="col">Sizes</th>
            <th scope="col" className="number">
              In the hat
            </th>
            <th scope="col" className="number">
              Priority
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map(entry => (
            <tr key={entry.code} id={entry.code}>
              <td className="number">{entry.place}</td>
              <th scope="row">
                <code>{entry.code}</code>
                {entry.code === myCode ? (
                  <>
                    {' '}
                    <span className="badge badge-open">you</span>
                  </>
                ) : null}
                {entry.byHand ? (
                  <>
                    <br />
                    <small className="hint">By hand: {entry.byHand}</small>
                  </>
                ) : null}
              </th>
              <td className="number">{entry.amount === 0 ? 'none' : entry.amount}</td>
              <td>{entry.sizes}</td>
              <td className="number">{entry.weight}</td>
              <td className="number">{entry.priority}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}
