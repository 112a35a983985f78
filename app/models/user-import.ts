import { type CsvError, parse } from 'csv-parse/sync'
import { type Role, roles, type UserInput, userSchema } from './user.ts'

/** Rows of one list; more would make a page that nobody reads to the end. */
export const MOST_ROWS = 5000

/** A row that could be read as a person, or what is wrong with it. Lines count from 1, as editors show them. */
export type ListRow =
  | { line: number; person: UserInput; problem: undefined }
  | { line: number; person: undefined; problem: string; shown: string }

/** Either rows, or the reason why the list as a whole cannot be read. */
export type PeopleList =
  | { rows: ListRow[]; notes: string[]; problem: undefined }
  | { rows: undefined; problem: string }

type Columns = { name: number; email: number; role: number | undefined; width: number }
type Line = { line: number; cells: string[] }

/**
 * Reads a list of people: columns name, email and, if wanted, role, parted by commas, semicolons or tabs.
 * A first line that names the columns may put them in any order.
 */
export function readPeople(text: string): PeopleList {
  const read = readLines(text)
  if (typeof read === 'string') return { rows: undefined, problem: read }
  const columns = findColumns(read[0]?.cells ?? [])
  if (typeof columns === 'string') return { rows: undefined, problem: columns }
  const lines = columns.isNamed ? read.slice(1) : read
  if (lines.length === 0) return { rows: undefined, problem: 'There is nobody in this list.' }
  if (lines.length > MOST_ROWS) {
    const problem = `These are ${lines.length} rows. Please bring at most ${MOST_ROWS} at a time.`
    return { rows: undefined, problem }
  }
  const rows = lines.map(line => readRow(line, columns))
  return { rows: refuseRepeats(rows), notes: columns.notes, problem: undefined }
}

function readLines(text: string): Line[] | string {
  const { csv, delimiter } = prepare(text)
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

/** One kind of line end, no byte order mark, and what parts the columns: the commonest in the first line. */
function prepare(text: string): { csv: string; delimiter: string } {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const said = /^sep=([,;\t])\n/i.exec(plain)
  // The line that names the separator becomes an empty one, so that the others keep their numbers.
  if (said?.[1]) return { csv: plain.slice(said[0].length - 1), delimiter: said[1] }
  const first = plain.trimStart().split('\n', 1)[0] ?? ''
  const unquoted = first.replace(/"[^"]*"/g, '')
  const count = (mark: string) => unquoted.split(mark).length
  const delimiter = [',', ';', '\t'].reduce((best, mark) =>
    count(mark) > count(best) ? mark : best,
  )
  return { csv: plain, delimiter }
}

function sayUnreadable(error: CsvError, lastLine: number): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return `A quotation mark after line ${lastLine} is opened and never closed.`
  const where = typeof error.lines === 'number' ? `Line ${error.lines}` : 'The list'
  return `${where} cannot be read: a quotation mark inside a cell must be written twice, and the cell be put in quotation marks.`
}

const HEADINGS: Record<keyof UserInput, string[]> = {
  name: ['name', 'full name', 'full_name', 'person'],
  email: ['email', 'e-mail', 'mail', 'email address', 'e-mail address', 'mail address'],
  role: ['role'],
}

function findColumns(cells: string[]): (Columns & { isNamed: boolean; notes: string[] }) | string {
  const headings = cells.map(cell => cell.toLowerCase())
  const find = (column: keyof UserInput) => headings.findIndex(h => HEADINGS[column].includes(h))
  const [name, email, role] = [find('name'), find('email'), find('role')]
  if (name < 0 && email < 0) {
    const notes = ['No line names the columns, so they are taken as name, mail address, role.']
    return { name: 0, email: 1, role: 2, width: 3, isNamed: false, notes }
  }
  if (name < 0 || email < 0)
    return `The first line names the columns, but none of them is “${name < 0 ? 'name' : 'email'}”.`
  const others = cells.filter((_, i) => i !== name && i !== email && i !== role).filter(Boolean)
  const notes = others.length > 0 ? [`Left out: the columns ${others.join(', ')}.`] : []
  if (role < 0) notes.push('There is no column “role”, so everybody becomes a member.')
  return {
    ...{ name, email, notes, isNamed: true },
    role: role < 0 ? undefined : role,
    width: cells.length,
  }
}

function readRow({ line, cells }: Line, columns: Columns): ListRow {
  const cell = (column: number | undefined) =>
    column === undefined ? '' : (cells[column] ?? '').normalize('NFC')
  const role = cell(columns.role).toLowerCase()
  const typed = { name: cell(columns.name), email: cell(columns.email), role: role || 'member' }
  const parsed = userSchema.safeParse(typed)
  const shown = cells.join(' | ').slice(0, 200)
  const wrong = (problem: string): ListRow => ({ line, person: undefined, problem, shown })
  if (cells.slice(columns.width).some(Boolean))
    return wrong('More columns than the others: put a name with a comma in quotation marks.')
  if (!roles.includes(typed.role as Role))
    return wrong(`“${role.slice(0, 40)}” is no role: write member, organizer or admin.`)
  if (!parsed.success) return wrong(parsed.error.issues.map(issue => issue.message).join(' '))
  // Spreadsheets run such a cell as a formula when the list is exported again; no name begins so.
  if (/^[=+\-@]/.test(parsed.data.name))
    return wrong(`The name begins with “${parsed.data.name[0]}”, like a formula.`)
  return { line, person: parsed.data, problem: undefined }
}

/** The first row with a mail address counts; a later one is wrong and names it. */
function refuseRepeats(rows: ListRow[]): ListRow[] {
  const lines = new Map<string, number>()
  return rows.map(row => {
    if (!row.person) return row
    const { name, email } = row.person
    const earlier = lines.get(email)
    if (earlier === undefined) {
      lines.set(email, row.line)
      return row
    }
    const problem = `The mail address of line ${earlier} again.`
    return { line: row.line, person: undefined, problem, shown: `${name} | ${email}` }
  })
}
