import type { ComponentProps } from 'react'
import type { LineShow } from '#app/models/after/line/input.ts'
import { LineFigures, LineState, StopOffering, ToConfirm } from './line-figures.tsx'
import { LineFilter, LineTable } from './line-table.tsx'
import { Pagination } from './pagination.tsx'

type Props = {
  event: { id: string }
  q: string
  show: LineShow
  page: number
  pages: number
  address: string
  confirming: ComponentProps<typeof ToConfirm>['confirming']
  line: Omit<ComponentProps<typeof LineState>, 'eventId'> & {
    people: ComponentProps<typeof LineTable>['people']
    unconfirmed: number
    asOf: { n: number; when: string } | null
  }
}

/** Figures, what needs doing, the acts, then the lists. */
export function LinePage({ event, q, show, page, pages, address, confirming, line }: Props) {
  const path = `/events/${event.id}`
  const state = { ...line, eventId: event.id }
  return (
    <>
      <LineFigures {...line.figures} />
      <LineState {...state} />
      <ToConfirm path={path} unconfirmed={line.unconfirmed} confirming={confirming} />
      {line.isCancelled ? null : <Acts path={path} />}
      <section id="people">
        <h2>People</h2>
        <LineFilter q={q} show={show} />
        <LineTable people={line.people} q={q} show={show} path={path} />
        <Pagination page={page} pages={pages} address={`${address}#people`} />
      </section>
      <StopOffering {...state} />
      {line.asOf ? (
        <p>
          As of {line.asOf.when}, line {line.asOf.n} of the{' '}
          <a href={`${path}/after.txt`}>public log</a>.
        </p>
      ) : null}
    </>
  )
}

function Acts({ path }: { path: string }) {
  const to = (act: string) => `${path}/line?act=${act}`
  return (
    <p className="actions">
      <a className="button quiet" href={to('change')}>
        Change one person
      </a>
      <a className="button quiet" href={to('move')}>
        Move tickets
      </a>
      <a className="button quiet" href={to('hold')}>
        Hold back tickets
      </a>
    </p>
  )
}
