import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AuditTable } from '#app/components/audit-table.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { requireAdmin } from '#app/http/viewer.server.ts'
import { readAuditFilter } from '#app/models/audit-filter.ts'
import { knownActions, listAudit } from '#app/models/audit-list.server.ts'
import { sayAction, viewOfEntry } from '#app/models/audit-view.ts'
import { settings } from '#app/settings.server.ts'

export const meta: MetaFunction = () => [{ title: 'Audit trail' }]

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const zone = settings().APP_TIME_ZONE
  const filter = readAuditFilter(new URL(args.request.url).searchParams, zone)
  const [{ entries, ...list }, actions] = await Promise.all([listAudit(filter), knownActions()])
  return {
    ...list,
    filter,
    zone,
    address: addressOf(args.request),
    actions: actions.map(action => ({ action, words: sayAction(action) })),
    entries: entries.map(entry => viewOfEntry(entry, zone)),
  }
}

type List = ReturnType<typeof useLoaderData<typeof loader>>

export default function Audit() {
  const list = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="Audit trail"
        back={{ to: '/admin', label: 'Admin' }}
        lead="Every change, the newest first. Entries can be neither changed nor removed."
      />
      <Filters filter={list.filter} actions={list.actions} />
      {list.filter.problems.map(problem => (
        <p className="note" role="status" key={problem}>
          {problem}
        </p>
      ))}
      <p>
        {list.total} {list.total === 1 ? 'entry' : 'entries'}
      </p>
      {list.entries.length > 0 ? (
        <AuditTable
          entries={list.entries}
          caption={`What was done; times are in the zone ${list.zone}`}
        />
      ) : (
        <EmptyState title="Nothing matches">
          <p>
            Look for less, or <a href="/admin/audit">show everything</a>.
          </p>
        </EmptyState>
      )}
      <Pagination page={list.page} pages={list.pages} address={list.address} />
    </>
  )
}

function Filters({ filter, actions }: Pick<List, 'filter' | 'actions'>) {
  return (
    <search>
      <form method="get" className="filters">
        <div className="field">
          <label htmlFor="action">What</label>
          <select id="action" name="action" defaultValue={filter.action}>
            <option value="">Everything</option>
            {actions.map(({ action, words }) => (
              <option key={action} value={action}>
                {words}
              </option>
            ))}
          </select>
        </div>
        <TextFilter name="person" label="Person" value={filter.person} />
        <TextFilter name="event" label="Event" value={filter.event} />
        <DayFilter name="from" label="From" value={filter.from} />
        <DayFilter name="to" label="To" value={filter.to} />
        <button className="quiet" type="submit">
          Show
        </button>
      </form>
    </search>
  )
}

type FilterProps = { name: string; label: string; value: string }

function TextFilter({ name, label, value }: FilterProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input id={name} name={name} type="search" defaultValue={value} maxLength={100} />
    </div>
  )
}

function DayFilter({ name, label, value }: FilterProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input id={name} name={name} type="date" defaultValue={value} />
    </div>
  )
}
