import { sayCount, wordFor } from '#app/values/count.ts'
import { findLayout, type ListLayout } from './columns.ts'
import { refuseText } from './file-kind.ts'
import { isAside, type ListRow, leaveOutRepeats, readRow } from './person-row.ts'
import { readRecipients } from './recipients.ts'
import { plainText, readRecords } from './records.ts'

/** More rows would make a page that nobody reads to the end. */
export const MOST_ROWS = 5000

export type PeopleList =
  | { rows: ListRow[]; notes: string[]; problem: undefined }
  | { rows: undefined; problem: string }

const NOBODY = 'There is nobody in this list.'

export function readPeople(given: string): PeopleList {
  const text = plainText(given)
  const layout = refuseText(text) ?? layoutOf(text)
  if (typeof layout === 'string') return { rows: undefined, problem: layout }
  const { columns } = layout
  const people = layout.rows.filter(row => !isAside(row, columns))
  if (people.length === 0) return { rows: undefined, problem: NOBODY }
  if (people.length > MOST_ROWS) {
    const problem = `This list has ${sayCount(people.length, 'row')}. Add at most ${MOST_ROWS} at a time.`
    return { rows: undefined, problem }
  }
  const aside = layout.rows.filter(row => isAside(row, columns)).map(row => row.line)
  const rows = leaveOutRepeats(people.map(row => readRow(row, columns)))
  const notes = [...layout.notes, ...sayAside(aside), ...sayMade(rows), ...sayDamaged(rows)]
  return { rows, notes, problem: undefined }
}

function layoutOf(text: string): ListLayout | string {
  const recipients = readRecipients(text)
  if (!recipients) {
    const lines = readRecords(text)
    return typeof lines === 'string' ? lines : findLayout(lines)
  }
  const notes = ['Read as email recipients: a name and an email address, or just the address.']
  const columns = { emails: [0], first: [], infix: [], last: [], role: undefined, width: 1 }
  return { rows: recipients, notes, columns: { ...columns, full: [] } }
}

function sayAside(lines: number[]): string[] {
  if (lines.length === 0) return []
  const more = lines.length > 10 ? ` and ${lines.length - 10} more` : ''
  const which = `${wordFor(lines.length, 'line')} ${lines.slice(0, 10).join(', ')}${more}`
  return [`Left out because there is no name: ${which}.`]
}

function sayMade(rows: ListRow[]): string[] {
  const example = (made: 'from address' | 'turned') => {
    const row = rows.find(each => each.person && each.made === made)
    return row?.person && `line ${row.line}: “${row.person.name}”`
  }
  const [made, turned] = [example('from address'), example('turned')]
  return [
    ...(made
      ? [`Missing names were made from the email address. Check them, for example ${made}.`]
      : []),
    ...(turned ? [`Names written “Last, First” were turned around, for example ${turned}.`] : []),
  ]
}

/** Two bytes of a letter read as two letters, or a question mark in place of a letter. */
const DAMAGED = /[ÂÃÄÅâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\p{L}\?|\?\p{L}/u

function sayDamaged(rows: ListRow[]): string[] {
  const row = rows.find(each => each.person && DAMAGED.test(each.person.name))
  if (!row?.person) return []
  return [
    `Letters were damaged before this list was saved, for example line ${row.line}: “${row.person.name}”. Export it again as “CSV UTF-8”, or correct the names.`,
  ]
}
