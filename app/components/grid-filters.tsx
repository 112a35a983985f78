import type { GridView } from '#app/models/grid/view.ts'
import { FilterForm, SearchFilter, SelectFilter } from './filters.tsx'

export function GridFilters({ view, path }: { view: GridView; path: string }) {
  return (
    <FilterForm action={path}>
      <SearchFilter id="grid-search" name="search" label="Name" value={view.search} />
      <SelectFilter
        id="grid-only"
        name="only"
        label="Show"
        value={view.only}
        options={[
          ['all', 'All requests'],
          ['undecided', 'Not decided only'],
        ]}
      />
    </FilterForm>
  )
}
