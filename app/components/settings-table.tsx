import { ScrollTable } from './page.tsx'

export function SettingsTable({ rows }: { rows: string[][] }) {
  return (
    <ScrollTable label="Settings of the server">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}
