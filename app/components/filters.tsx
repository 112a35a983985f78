import type { ReactNode } from 'react'

type FormProps = {
  action?: string
  button?: string
  children: ReactNode
}

/** A GET form, so that a filtered page can be bookmarked and shared. */
export function FilterForm({ action, button = 'Show', children }: FormProps) {
  return (
    <form className="filters" method="get" action={action}>
      {children}
      <button className="quiet" type="submit">
        {button}
      </button>
    </form>
  )
}

type FilterProps = { name: string; label: string; id?: string }

export function SearchFilter({ name, label, id = name, value }: FilterProps & { value?: string }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} name={name} type="search" defaultValue={value} maxLength={100} />
    </div>
  )
}

export function DayFilter({ name, label, id = name, value }: FilterProps & { value: string }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} name={name} type="date" defaultValue={value} />
    </div>
  )
}

type SelectProps = FilterProps & {
  value: string
  options: (readonly [value: string, words: string])[]
  /** The label of the empty choice; without it there is no empty choice. */
  all?: string
}

export function SelectFilter({ name, label, id = name, value, options, all }: SelectProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} name={name} defaultValue={value}>
        {all === undefined ? null : <option value="">{all}</option>}
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
