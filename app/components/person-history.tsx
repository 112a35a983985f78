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
        <AuditTable
          entries={history}
          caption={`The latest changes; times are in the zone ${zone}`}
        />
      ) : (
        <p>Nothing was noted about this person so far.</p>
      )}
      <p>
        <a href={`/admin/audit?person=${personId}`}>Everything in the audit trail</a>
      </p>
    </>
  )
}
