import { type CsvError, parse } from 'csv-parse/sync'

export type Line = { line: number; cells: string[] }

/** The rarest inside cells first: when two fit equally, the earlier wins. */
const MARKS = ['\t', '|', ';', ',']

export function plainText(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
}

/** @returns a text when they cannot be read, to say why. Needs '\n' line ends. */
export function readRecords(text: string): Line[] | string {
  const { csv, delimiter } = findDelimiter(text)
  let lastLine = 0
  try {
    const records = parse(csv, {
      delimiter,
      info: true,
      raw: true,
      trim: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      on_record: (record, { lines }) => {
        lastLine = lines
        return record
      },
    }) as unknown as { record: string[]; raw: string; info: { lines: number } }[]
    return records.map(({ record, raw, info }) => ({
      line: info.lines - (raw.trim().match(/\n/g)?.length ?? 0),
      cells: record,
    }))
  } catch (error) {
    return sayUnreadable(error as CsvError, lastLine)
  }
}

/** From a first line `sep=;`, or else the mark that most lines have equally often. */
function findDelimiter(text: string): { csv: string; delimiter: string } {
  const said = /^sep=([,;\t|])\n/i.exec(text)
  // The line that names the separator becomes empty, so that line numbers stay right.
  if (said?.[1]) return { csv: text.slice(said[0].length - 1), delimiter: said[1] }
  const lines = text
    .slice(0, 20_000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split('\n')
    .filter(line => line.trim() !== '')
    .slice(0, 60)
  const score = (mark: string) => evenness(lines.map(line => line.split(mark).length - 1))
  const delimiter = MARKS.reduce((best, mark) => (score(mark) > score(best) ? mark : best))
  return { csv: text, delimiter }
}

function evenness(counts: number[]): number {
  const lines = new Map<number, number>()
  for (const count of counts) if (count > 0) lines.set(count, (lines.get(count) ?? 0) + 1)
  return Math.max(0, ...[...lines].map(([count, many]) => many + Math.min(count, 99) / 100))
}

function sayUnreadable(error: CsvError, lastLine: number): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return `A quotation mark after line ${lastLine} is opened and never closed.`
  const where = typeof error.lines === 'number' ? `Line ${error.lines}` : 'The list'
  return `${where} cannot be read. Put a cell with a quotation mark in quotation marks, and write the mark inside twice.`
}
