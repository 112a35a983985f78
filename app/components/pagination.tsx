/** Keeps the search and the sort of the address. */
export function Pagination({
  page,
  pages,
  address,
  name = 'page',
}: {
  page: number
  pages: number
  /** With a fragment, if the list is far down. */
  address: string
  /** Of the number in the address. */
  name?: string
}) {
  if (pages <= 1) return null
  const url = new URL(address, 'http://local')
  const href = (to: number) => {
    url.searchParams.set(name, String(to))
    return `${url.pathname}${url.search}${url.hash}`
  }
  return (
    <nav className="pagination" aria-label="Pages">
      {page > 1 ? (
        <a rel="prev" href={href(page - 1)}>
          Previous<span className="visually-hidden"> page</span>
        </a>
      ) : null}
      <span>
        Page {page} of {pages}
      </span>
      {page < pages ? (
        <a rel="next" href={href(page + 1)}>
          Next<span className="visually-hidden"> page</span>
        </a>
      ) : null}
    </nav>
  )
}
