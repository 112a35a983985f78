import type { AuditView } from '#app/models/audit/view.ts'
import { Cell, Column, Row, StackedTable } from './stacked-table.tsx'

export function AuditTable({ entries, caption }: { entries: AuditView[]; caption: string }) {
  return (
    <StackedTable
      label={caption}
      className="audit"
      caption={caption}
      columns={
        <>
          <Column className="number">No.</Column>
          <Column>When</Column>
          <Column>Who</Column>
          <Column>What</Column>
          <Column>About</Column>
          <Column>Changes</Column>
        </>
      }
    >
      {entries.map(entry => (
        <AuditRow key={entry.id} entry={entry} />
      ))}
    </StackedTable>
  )
}

function AuditRow({ entry }: { entry: AuditView }) {
  return (
    <Row>
      <Cell label="No." className="number at-end">
        {entry.id}
      </Cell>
      <Cell>{entry.at}</Cell>
      <Cell>
        <MaybeLink {...entry.actor} />
      </Cell>
      <Cell className="head">{entry.action}</Cell>
      <Cell>
        {entry.about.map(about => (
          <div key={about.label}>
            <MaybeLink {...about} />
          </div>
        ))}
      </Cell>
      <Cell>
        <Changes changes={entry.changes} />
      </Cell>
    </Row>
  )
}

function MaybeLink({ label, href }: { label: string; href: string | null }) {
  return href ? <a href={href}>{label}</a> : <span>{label}</span>
}

function Changes({ changes }: Pick<AuditView, 'changes'>) {
  if (changes.length === 0) return <span className="hint">none</span>
  return (
    <dl className="changes">
      {changes.map(({ name, before, after }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {before === null ? null : <del>{before}</del>}
            {before === null || after === null ? null : (
              <span>
                <span aria-hidden="true"> → </span>
                <span className="visually-hidden"> became </span>
              </span>
            )}
            {after === null ? null : <ins>{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
