import type { MailFilter, MailState } from '#app/models/mail/mail.ts'
import { FilterForm, SearchFilter, SelectFilter } from './filters.tsx'
import { mailKindWords, mailStateWords } from './mail-words.ts'

type Props = {
  filter: { [Key in keyof MailFilter]?: MailFilter[Key] | undefined }
  counts: Partial<Record<MailState, number>>
}

export function MailFilterForm({ filter, counts }: Props) {
  const states = Object.entries(mailStateWords).map(
    ([state, words]) => [state, `${words} (${counts[state as MailState] ?? 0})`] as const,
  )
  return (
    <FilterForm action="/admin/mail">
      <SearchFilter name="search" label="Person or subject" value={filter.search} />
      <SelectFilter
        name="state"
        label="State"
        value={filter.state ?? ''}
        all="All states"
        options={states}
      />
      <SelectFilter
        name="kind"
        label="Kind"
        value={filter.kind ?? ''}
        all="All kinds"
        options={Object.entries(mailKindWords)}
      />
    </FilterForm>
  )
}
