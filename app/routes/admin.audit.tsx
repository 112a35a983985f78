import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AuditFilters } from '#app/components/audit-filters.tsx'
import { AuditTable } from '#app/components/audit-table.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { TrailStanding } from '#app/components/trail-standing.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { requireAdmin } from '#app/http/viewer.server.ts'
import { startCheck, waitForCheck } from '#app/models/audit/check.server.ts'
import { readAuditFilter } from '#app/models/audit/filter.ts'
import { knownActions, listAudit } from '#app/models/audit/list.server.ts'
import { compareHead, readStanding } from '#app/models/audit/standing.server.ts'
import { auditSubjects } from '#app/models/audit/subject.ts'
import { sayAction, viewOfEntry } from '#app/models/audit/view.ts'
import { settings } from '#app/settings.server.ts'
import { sayCount } from '#app/values/count.ts'

export const meta: MetaFunction = () => [{ title: 'Audit trail' }]

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const zone = settings().APP_TIME_ZONE
  const { searchParams, search } = new URL(args.request.url)
  const filter = readAuditFilter(searchParams, zone)
  const kept = (searchParams.get('kept') ?? '').trim().slice(0, 100)
  const standing = await readStanding(zone)
  const [{ entries, ...list }, actions] = await Promise.all([listAudit(filter), knownActions()])
  return {
    standing,
    kept,
    comparison: (await compareHead(kept)) ?? null,
    file: `/admin/audit.csv${search}`,
    subjects: auditSubjects,
    ...list,
    filter,
    zone,
    address: addressOf(args.request),
    actions: actions.map(action => ({ action, words: sayAction(action) })),
    entries: entries.map(entry => viewOfEntry(entry, zone)),
  }
}

/** Milliseconds to wait for a check. A longer check goes on, and the page shows its progress. */
const PATIENCE = 3000

/** Checks the whole chain, even when that was done a moment ago. */
export async function action(args: ActionFunctionArgs) {
  requireAdmin(args)
  const isDone = await waitForCheck(startCheck(), PATIENCE)
  return redirectWithFlash(addressOf(args.request), isDone ? 'Checked.' : 'The check has started.')
}

export default function Audit() {
  const list = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="Audit trail"
        back={{ to: '/admin', label: 'Admin' }}
        lead="Every change, newest first. Entries can’t be changed or removed."
      />
      <TrailStanding standing={list.standing} kept={list.kept} comparison={list.comparison} />
      <AuditFilters filter={list.filter} actions={list.actions} subjects={list.subjects} />
      {list.filter.problems.map(problem => (
        <p className="note" role="status" key={problem}>
          {problem}
        </p>
      ))}
      <p>
        {sayCount(list.total, 'entry')} · <a href={list.file}>download as CSV</a>
      </p>
      {list.entries.length > 0 ? (
        <AuditTable entries={list.entries} caption={`What was done. Times are in ${list.zone}.`} />
      ) : (
        <EmptyState title="Nothing found">
          <p>
            Try a shorter search, or <a href="/admin/audit">show all</a>.
          </p>
        </EmptyState>
      )}
      <Pagination page={list.page} pages={list.pages} address={list.address} />
    </>
  )
}
