import type { ComponentProps } from 'react'
import { AuditTable } from './audit-table.tsx'

type Props = {
  personId: string
  history: ComponentProps<typeof AuditTable>['entries']
  zone: string
}

export function PersonHistory({ personId, history, zone }: Props) {
  return (
    <>
      <h2>History</h2>
      {history.length > 0 ? (
        <AuditTable entries={history} caption={`Latest changes. Times are in ${zone}.`} />
      ) : (
        <p>Nothing has been recorded about this person yet.</p>
      )}
      <p>
        <a href={`/admin/audit?person=${personId}`}>All entries in the audit trail</a>
      </p>
    </>
  )
}
