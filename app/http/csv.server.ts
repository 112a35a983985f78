import { stringify } from 'csv-stringify/sync'

export type CsvCell = string | number | null

// Also after a semicolon or tab: where decimals have a comma, spreadsheets split cells there.
const FORMULA = /^(?=[\t\r\n\0])|(^|[;\t\r\n])(?=[ \0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/** With a byte order mark, and without formulas. Reads rows as fast as the client takes them. */
export function csvStream(
  name: string,
  header: string[],
  steps: AsyncIterator<CsvCell[][]>,
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

function firstLines(rows: CsvCell[][]): string {
  return `\ufeff${lines(rows)}`
}

function lines(rows: CsvCell[][]): string {
  return stringify(
    rows.map(row => row.map(harmless)),
    { record_delimiter: '\r\n' },
  )
}

function harmless(cell: CsvCell): CsvCell {
  return typeof cell === 'string' ? cell.replace(FORMULA, "$1'") : cell
}

/** Only letters and digits are safe in a header. */
function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return plain.slice(0, 60) || 'tickets'
}
