import type { MailFilter, MailState } from '#app/models/mail/mail.ts'
import { mailKindWords, mailStateWords } from './mail-words.ts'

type Props = {
  filter: { [Key in keyof MailFilter]?: MailFilter[Key] | undefined }
  counts: Partial<Record<MailState, number>>
}

export function MailFilterForm({ filter, counts }: Props) {
  return (
    <form className="filters" method="get" action="/admin/mail">
      <div className="field">
        <label htmlFor="search">Recipient or subject</label>
        <input
          type="search"
          id="search"
          name="search"
          defaultValue={filter.search}
          maxLength={100}
        />
      </div>
      <div className="field">
        <label htmlFor="state">State</label>
        <select id="state" name="state" defaultValue={filter.state ?? ''}>
          <option value="">All states</option>
          {Object.entries(mailStateWords).map(([state, words]) => (
            <option key={state} value={state}>
              {words} ({counts[state as MailState] ?? 0})
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="kind">Kind</label>
        <select id="kind" name="kind" defaultValue={filter.kind ?? ''}>
          <option value="">All kinds</option>
          {Object.entries(mailKindWords).map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
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
