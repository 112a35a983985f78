import type { AuditFilter } from '#app/models/audit/filter.ts'
import { DayFilter, FilterForm, SearchFilter, SelectFilter } from './filters.tsx'

type Props = {
  filter: Pick<AuditFilter, 'who' | 'action' | 'subject' | 'person' | 'event' | 'from' | 'to'>
  actions: { action: string; words: string }[]
  subjects: Record<string, string>
}

export function AuditFilters({ filter, actions, subjects }: Props) {
  return (
    <search>
      <FilterForm>
        <SearchFilter name="who" label="Done by" value={filter.who} />
        <SelectFilter
          name="action"
          label="What"
          value={filter.action}
          all="Everything"
          options={actions.map(({ action, words }) => [action, words])}
        />
        <SelectFilter
          name="subject"
          label="About"
          value={filter.subject}
          all="Everything"
          options={Object.entries(subjects)}
        />
        <SearchFilter name="person" label="About a person" value={filter.person} />
        <SearchFilter name="event" label="Event" value={filter.event} />
        <DayFilter name="from" label="From" value={filter.from} />
        <DayFilter name="to" label="To" value={filter.to} />
      </FilterForm>
    </search>
  )
}
