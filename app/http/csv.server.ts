import { stringify } from 'csv-stringify/sync'

export type Cell = string | number | null

/**
 * What a spreadsheet may take for the start of a formula: at the start of a text, and also after what some take
 * for the end of a cell (they split at semicolons or tabs where the land writes numbers with a comma).
 */
const FORMULA = /^(?=[\t\r\n\0])|(^|[;\t\r\n])(?=[ \0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/**
 * A table as a file for spreadsheets: UTF-8 with a mark that says so, and no text that starts a formula. Rows are read
 * as fast as the reader takes them. An empty cell is null; 0 stays 0.
 */
export function csvStream(
  name: string,
  header: string[],
  steps: AsyncIterator<Cell[][]>,
): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(firstLines([header])))
    },
    async pull(controller) {
      const { done, value } = await steps.next()
      if (done) return controller.close()
      controller.enqueue(encoder.encode(lines(value)))
      await new Promise(resolve => setImmediate(resolve))
    },
    async cancel() {
      await steps.return?.()
    },
  })
  return new Response(body, { headers: headersOf(name) })
}

function headersOf(name: string): Record<string, string> {
  return {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${fileName(name)}.csv"`,
    'Cache-Control': 'no-store',
  }
}

/** The mark says that it is UTF-8. */
function firstLines(rows: Cell[][]): string {
  return `\ufeff${lines(rows)}`
}

function lines(rows: Cell[][]): string {
  return stringify(
    rows.map(row => row.map(harmless)),
    { record_delimiter: '\r\n' },
  )
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
