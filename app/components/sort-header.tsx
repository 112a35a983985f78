import type { ReactNode } from 'react'
import { Column } from './stacked-table.tsx'

type SortHeaderProps = {
  /** The name of this column in the address: `sort=name`, or `sort=-name` for descending. */
  column: string
  sort: string
  isDescending: boolean
  /** Path and query of the page. The link keeps its filters and drops its page number. */
  address: string
  className?: string
  children: ReactNode
}

/** Sorts by its column; a second press reverses the order. */
export function SortHeader(props: SortHeaderProps) {
  const isSorted = props.sort === props.column
  const url = new URL(props.address, 'http://local')
  url.searchParams.set('sort', isSorted && !props.isDescending ? `-${props.column}` : props.column)
  url.searchParams.delete('page')
  const direction = props.isDescending ? 'descending' : 'ascending'
  return (
    <Column className={props.className} aria-sort={isSorted ? direction : undefined}>
      <a className="sort" href={`${url.pathname}${url.search}`}>
        {props.children}
        {isSorted ? <span aria-hidden="true">{props.isDescending ? ' ▼' : ' ▲'}</span> : null}
      </a>
    </Column>
  )
}
