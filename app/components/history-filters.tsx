type Props = {
  years: number[]
  states: { value: string; label: string }[]
  year: number | null
  state: string | null
}

/** A GET form: what it asks for stands in the address. */
export function HistoryFilters({ years, states, year, state }: Props) {
  return (
    <form className="filters" method="get" action="/events/history">
      <div className="field">
        <label htmlFor="history-year">Year</label>
        <select id="history-year" name="year" defaultValue={year ?? ''}>
          <option value="">All years</option>
          {years.map(one => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="history-state">State</label>
        <select id="history-state" name="state" defaultValue={state ?? ''}>
          <option value="">All states</option>
          {states.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <button className="quiet" type="submit">
        Show
      </button>
    </form>
  )
}
