import type { AuditView } from '#app/models/audit-view.ts'
import { ScrollTable } from './page.tsx'

/** What was done, by whom, and what it changed. */
export function AuditTable({ entries, caption }: { entries: AuditView[]; caption: string }) {
  return (
    <ScrollTable label={caption}>
      <table className="audit">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              No.
            </th>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">About</th>
            <th scope="col">Changes</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(entry => (
            <tr key={entry.id}>
              <td className="number">{entry.id}</td>
              <td>{entry.at}</td>
              <td>
                <MaybeLink {...entry.actor} />
              </td>
              <td>{entry.action}</td>
              <td>
                {entry.about.map(about => (
                  <div key={about.label}>
                    <MaybeLink {...about} />
                  </div>
                ))}
              </td>
              <td>
                <Changes changes={entry.changes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

function MaybeLink({ label, href }: { label: string; href: string | null }) {
  return href ? <a href={href}>{label}</a> : <span>{label}</span>
}

function Changes({ changes }: Pick<AuditView, 'changes'>) {
  if (changes.length === 0) return <span className="hint">none noted</span>
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
