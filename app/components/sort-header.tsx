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
  return (
    <Column className={props.className} {...ariaSort({ ...props, isSorted })}>
      <SortLink
        className="sort"
        href={`${url.pathname}${url.search}`}
        isSorted={isSorted}
        isDescending={props.isDescending}
        arrows={{ up: ' ▲', down: ' ▼' }}
      >
        {props.children}
      </SortLink>
    </Column>
  )
}

type Sorting = { isSorted: boolean; isDescending: boolean }

export function ariaSort({ isSorted, isDescending }: Sorting) {
  if (!isSorted) return {}
  return { 'aria-sort': isDescending ? 'descending' : 'ascending' } as const
}

type SortLinkProps = Sorting & {
  href: string
  arrows: { up: string; down: string }
  className?: string
  children: ReactNode
}

export function SortLink({ href, arrows, className, children, ...sorting }: SortLinkProps) {
  return (
    <a className={className} href={href}>
      {children}
      {sorting.isSorted ? (
        <span aria-hidden="true">{sorting.isDescending ? arrows.down : arrows.up}</span>
      ) : null}
    </a>
  )
}
