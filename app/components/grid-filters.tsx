import type { GridView } from '#app/models/grid/view.ts'

/** A GET form: what it asks for stands in the address. */
export function GridFilters({ view, path }: { view: GridView; path: string }) {
  return (
    <form className="filters" method="get" action={path}>
      <div className="field">
        <label htmlFor="grid-search">Name</label>
        <input
          id="grid-search"
          name="search"
          type="search"
          defaultValue={view.search}
          maxLength={100}
        />
      </div>
      <div className="field">
        <label htmlFor="grid-only">Show</label>
        <select id="grid-only" name="only" defaultValue={view.only}>
          <option value="all">All requests</option>
          <option value="undecided">Only those not decided</option>
        </select>
      </div>
      <button className="quiet" type="submit">
        Show
      </button>
    </form>
  )
}
