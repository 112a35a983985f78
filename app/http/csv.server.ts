import { stringify } from 'csv-stringify/sync'

export type Cell = string | number | null

/**
 * What a spreadsheet may take for the start of a formula: at the start of a text, and also after what some take
 * for the end of a cell (they split at semicolons or tabs where the land writes numbers with a comma).
 */
const FORMULA = /^(?=[\t\r\n\0])|(^|[;\t\r\n])(?=[ \0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/**
 * A table as a file for spreadsheets: UTF-8 with a mark that says so, and no text that starts a formula.
 * An empty cell is null; 0 stays 0.
 */
export function csvResponse(name: string, header: string[], rows: Cell[][]): Response {
  const text = stringify([header, ...rows.map(row => row.map(harmless))], {
    bom: true,
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

function harmless(cell: Cell): Cell {
  return typeof cell === 'string' ? cell.replace(FORMULA, "$1'") : cell
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
