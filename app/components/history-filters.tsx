import { FilterForm, SelectFilter } from './filters.tsx'

type Props = {
  years: number[]
  states: { value: string; label: string }[]
  year: number | null
  state: string | null
}

export function HistoryFilters({ years, states, year, state }: Props) {
  return (
    <FilterForm action="/events/history">
      <SelectFilter
        id="history-year"
        name="year"
        label="Year"
        value={String(year ?? '')}
        all="All years"
        options={years.map(one => [String(one), String(one)])}
      />
      <SelectFilter
        id="history-state"
        name="state"
        label="State"
        value={state ?? ''}
        all="All states"
        options={states.map(({ value, label }) => [value, label])}
      />
    </FilterForm>
  )
}
