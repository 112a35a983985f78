import { stringify } from 'csv-stringify/sync'

export type Cell = string | number | null

/**
 * A table as a file for spreadsheets: UTF-8 with a mark that says so, and no cell that starts a formula.
 * An empty cell is null; 0 stays 0.
 */
export function csvResponse(name: string, header: string[], rows: Cell[][]): Response {
  const text = stringify([header, ...rows], {
    bom: true,
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
  return new Response(text, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName(name)}.csv"`,
      'Cache-Control': 'no-store',
    },
  })
}

/** Letters and digits only: whatever else a name holds has no place in a header. */
function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return plain.slice(0, 60) || 'tickets'
}
