import { type Role, roles, type UserInput, userSchema } from '#app/models/people/user.ts'
import { readAddress } from './address-cell.ts'
import type { Columns } from './columns.ts'
import { kindOf } from './headings.ts'
import { isFailed, isNoName, nameFromAddress, partOfName, tidy, turnedName } from './name.ts'
import type { Line } from './records.ts'

export type ListRow =
  | {
      line: number
      person: UserInput
      made: 'from address' | 'turned' | undefined
      problem: undefined
    }
  | { line: number; person: undefined; problem: string; shown: string; isRepeat: boolean }

const TOTAL =
  /^(?:grand )?(?:total|sub-?total|sum|count|summe|gesamt|anzahl|totale|totaal|totaux|somme|suma|ensemble|nombre de)\b/i

/** A total, the headings again, or nothing in any column that is read. */
export function isAside({ cells }: Line, { emails, first, last, full }: Columns): boolean {
  if (cells.some(cell => cell.includes('@'))) return false
  const read = [...emails, ...first, ...last, ...full].map(place => cells[place] ?? '')
  const isHeadings = emails.some(place => kindOf(cells[place] ?? '') === 'email')
  return (
    isHeadings || read.every(cell => tidy(cell) === '') || cells.some(c => TOTAL.test(c.trim()))
  )
}

export function readRow({ line, cells }: Line, columns: Columns): ListRow {
  const cell = (place: number | undefined) => (place === undefined ? '' : (cells[place] ?? ''))
  const shown = cells.join(' | ').slice(0, 200)
  const wrong = (problem: string): ListRow => {
    return { line, person: undefined, problem, shown, isRepeat: false }
  }
  if (cells.slice(columns.width).some(Boolean))
    return wrong(
      'This row has more columns than the others. Remove the extra comma, or put the cell that has it in quotation marks.',
    )
  const role = tidy(cell(columns.role)).toLowerCase() || 'member'
  if (!roles.includes(role as Role))
    return wrong(`“${role.slice(0, 40)}” is not a role. Use member, organizer or admin.`)
  const address = readAddress(columns.emails.map(cell).find(text => tidy(text) !== '') ?? '')
  const { name, made, problem } = nameIn(cells, columns, address)
  const said = problem ?? address.problem
  if (said) return wrong(said)
  const parsed = userSchema.safeParse({ name, email: address.email, role })
  if (!parsed.success) return wrong(parsed.error.issues.map(issue => issue.message).join(' '))
  // Spreadsheets run such a cell as a formula when the list is exported again; no name starts like that.
  if (/^[=+\-@]/.test(parsed.data.name))
    return wrong(`The name begins with “${parsed.data.name[0]}”, like a formula.`)
  return { line, person: parsed.data, made, problem: undefined }
}

type Named = { name: string; made?: 'from address' | 'turned'; problem?: string }

function nameIn(
  cells: string[],
  columns: Columns,
  address: { email: string; name: string },
): Named {
  const { first, infix, last, full } = columns
  const parts = [first, infix, last].map(places => places.map(place => cells[place] ?? ''))
  const failed = [...parts.flat(), ...full.map(place => cells[place] ?? '')].find(isFailed)
  if (failed !== undefined) return { name: '', problem: `“${failed.trim()}” is not a name.` }
  const [given = '', between = '', family = ''] = parts.map(half =>
    half.map(partOfName).filter(Boolean).join(' '),
  )
  const halves = [given, between, family].filter(Boolean).join(' ')
  const whole = full.map(place => tidy(cells[place] ?? '')).find(Boolean) ?? ''
  if (given && family) return { name: halves }
  if (whole !== '') return wholeName(whole)
  if (halves !== '') return { name: halves }
  if (first.length + last.length + full.length > 0) return { name: '' }
  if (address.name !== '') return wholeName(tidy(address.name))
  return { name: address.email && nameFromAddress(address.email), made: 'from address' }
}

function wholeName(name: string): Named {
  if (isNoName(name)) return { name, problem: `“${name}” is not a name.` }
  const turned = turnedName(name)
  return turned === undefined ? { name } : { name: turned, made: 'turned' }
}

export function leaveOutRepeats(rows: ListRow[]): ListRow[] {
  const lines = new Map<string, number>()
  return rows.map(row => {
    if (!row.person) return row
    const { name, email } = row.person
    const earlier = lines.get(email)
    if (earlier === undefined) {
      lines.set(email, row.line)
      return row
    }
    const problem = `The same email address as line ${earlier}.`
    const shown = `${name} | ${email}`
    return { line: row.line, person: undefined, problem, shown, isRepeat: true }
  })
}
