import { type Column, or, type SQL, sql } from 'drizzle-orm'

/**
 * True when one of the columns contains the text, whatever its case. SQLite folds the case of ASCII letters only,
 * so other letters are looked for as typed, in capitals, in small letters and as names are written.
 */
export function contains(text: string, columns: (Column | SQL)[]): SQL {
  const lower = text.toLocaleLowerCase('en')
  const asName = lower.replace(/(?<!\p{L})\p{L}/gu, letter => letter.toLocaleUpperCase('en'))
  const spellings = new Set([text, lower, asName, text.toLocaleUpperCase('en')])
  const matches = [...spellings].flatMap(spelling => {
    const pattern = `%${spelling.replace(/[\\%_]/g, '\\$&')}%`
    return columns.map(column => sql`${column} LIKE ${pattern} ESCAPE '\\'`)
  })
  return or(...matches) as SQL
}
