import { roles } from '#app/models/people/user.ts'
import { readAddress } from './address-cell.ts'
import { type ColumnKind, emailRank, kindOf } from './headings.ts'
import type { Line } from './records.ts'

/** Indexes of cells. */
export type Columns = {
  emails: number[]
  first: number[]
  infix: number[]
  last: number[]
  full: number[]
  role: number | undefined
  width: number
}

export type ListLayout = { columns: Columns; rows: Line[]; notes: string[] }

const ABOVE = 25

export function findLayout(lines: Line[]): ListLayout | string {
  const at = findHeadings(lines)
  const headings = lines[at]
  if (!headings) return layoutByCells(lines)
  const columns = columnsOf(headings.cells)
  const problem = sayMissing(columns, headings.cells)
  if (problem) return problem
  const rows = lines.slice(at + 1)
  const filled = withFilledNames(columns, rows)
  const notes = [sayColumns(filled, headings.cells), ...sayRest(filled, headings.cells)]
  if (at > 0)
    notes.push(`The headings are on line ${headings.line}. The lines above it are left out.`)
  return { columns: filled, rows, notes }
}

/** Google Groups exports a column of nicknames that nobody has. */
function withFilledNames(columns: Columns, rows: Line[]): Columns {
  const names = [...columns.first, ...columns.last, ...columns.full]
  const isFilled = rows.some(({ cells }) => names.some(place => /\S/.test(cells[place] ?? '')))
  return isFilled ? columns : { ...columns, first: [], infix: [], last: [], full: [] }
}

/** -1 for none; a line with an address is no line of headings. */
function findHeadings(lines: Line[]): number {
  const counts = lines.slice(0, ABOVE).map(({ cells }) => {
    if (cells.some(cell => cell.includes('@'))) return 0
    const found = cells.map(kindOf).filter(kind => kind !== undefined)
    return found.includes('email') ? 100 + found.length : found.length
  })
  const most = Math.max(0, ...counts)
  if (most >= 100) return counts.indexOf(most)
  // Without an email heading, a heading line must come before the first address.
  const first = lines.findIndex(({ cells }) => cells.some(cell => cell.includes('@')))
  const above = first < 0 ? counts : counts.slice(0, first)
  return Math.max(0, ...above) > 0 ? above.indexOf(Math.max(...above)) : -1
}

function columnsOf(headings: string[]): Columns {
  const kinds = headings.map(kindOf)
  const all = (kind: ColumnKind) => kinds.flatMap((each, place) => (each === kind ? [place] : []))
  const [names, given, family] = [all('name'), all('first'), all('last')]
  const nicknames = given.length + family.length > 0 ? [] : all('nickname')
  const isGiven = given.length === 0 && family.length > 0
  const isFamily = given.length > 0 && family.length === 0
  const rank = (place: number) => emailRank(headings[place] ?? '')
  return {
    emails: all('email').sort((a, b) => rank(a) - rank(b) || a - b),
    // "Name" beside "Vorname", or "Nom" beside "Prénom", is the surname; "Nombre" beside "Apellidos" the first name.
    first: isGiven ? names.slice(0, 1) : given.slice(0, 1),
    infix: all('infix').slice(0, 1),
    last: [...(isFamily ? names : family).slice(0, 1), ...all('secondLast').slice(0, 1)],
    full: [...all('full'), ...(isGiven || isFamily ? [] : names), ...nicknames].slice(0, 1),
    role: all('role')[0],
    width: headings.length,
  }
}

const quoted = (headings: string[], places: number[]) =>
  places.map(place => `“${headings[place]}”`).join(' and ')

function sayMissing(columns: Columns, headings: string[]): string | undefined {
  const named = headings.filter(Boolean).map(heading => `“${heading.slice(0, 60)}”`)
  const which = `The columns are ${named.slice(0, 30).join(', ')}.`
  if (columns.emails.length === 0)
    return `It is not clear which column has the email addresses. ${which} Rename it to “Email”.`
  const names = [columns.first, columns.last, columns.full].flat()
  const others = headings.filter(heading => heading && kindOf(heading) === undefined)
  if (names.length > 0 || others.length === 0) return undefined
  return `It is not clear which column has the names. ${which} Rename it to “Name”, or use two columns, “First name” and “Last name”.`
}

function sayColumns({ emails, first, infix, last, full }: Columns, headings: string[]): string {
  const halves = quoted(headings, [...first, ...infix, ...last])
  const whole = quoted(headings, full)
  const name = halves && whole ? `${halves}, or else ${whole}` : halves || whole
  const email = emails.slice(0, 3).map(place => `“${headings[place]}”`)
  const from = name ? `Name from ${name}` : 'No column has names'
  return `${from}, email address from ${email.join(', or else ')}.`
}

function sayRest(columns: Columns, headings: string[]): string[] {
  const { emails, first, infix, last, full, role } = columns
  const used = new Set([...emails.slice(0, 3), ...first, ...infix, ...last, ...full, role])
  const rest = headings.filter((heading, place) => heading && !used.has(place))
  const more = rest.length > 12 ? ` and ${rest.length - 12} more` : ''
  const notes = rest.length > 0 ? [`Columns left out: ${rest.slice(0, 12).join(', ')}${more}.`] : []
  if (role === undefined) notes.push('There is no column “Role”, so everyone becomes a member.')
  return notes
}

/** The @ shows the addresses; the name is the other column of words, then comes the role. */
function layoutByCells(lines: Line[]): ListLayout | string {
  const width = Math.max(0, ...lines.map(line => line.cells.length))
  const people = lines.filter(({ cells }) => cells.some(cell => cell.includes('@'))).slice(0, 1000)
  if (people.length === 0)
    return lines.length === 0
      ? 'There is nobody in this list.'
      : 'There is no email address in this list.'
  const places = Array.from({ length: Math.min(width, 50) }, (_, place) => place)
  const share = (place: number, fits: (cell: string) => boolean) =>
    people.filter(({ cells }) => fits(cells[place] ?? '')).length / people.length
  const addresses = places.map(place => share(place, cell => readAddress(cell).email.includes('@')))
  const email = addresses.indexOf(Math.max(...addresses))
  const texts = places.filter(
    place => addresses[place] === 0 && share(place, cell => /\p{L}/u.test(cell)) > 0,
  )
  const [name, role, ...others] = texts.sort((a, b) => roleShare(a) - roleShare(b) || a - b)
  function roleShare(place: number) {
    return share(place, cell => (roles as readonly string[]).includes(cell.toLowerCase()))
  }
  const isPlain =
    role === undefined || roleShare(role) > 0 || (name === 0 && email === 1 && width === 3)
  if (others.length > 0 || !isPlain)
    return 'There are no column headings, and it is not clear which column has the names. Add a first line such as “First name, Last name, Email”.'
  const columns: Columns = {
    ...{ emails: [email], first: [], infix: [], last: [], full: name === undefined ? [] : [name] },
    ...{ role, width: Math.max(email, name ?? 0, role ?? 0) + 1 },
  }
  return { columns, rows: lines, notes: [sayPlaces(columns)] }
}

function sayPlaces({ emails: [email = 0], full: [name], role }: Columns): string {
  const parts = [
    name === undefined ? '' : `column ${name + 1} is taken as the name`,
    `column ${email + 1} as the email address`,
    role === undefined ? '' : `column ${role + 1} as the role`,
  ]
  return `There are no column headings: ${parts.filter(Boolean).join(', ')}.`
}
