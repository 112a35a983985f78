import { type Column, or, type SQL, sql } from 'drizzle-orm'

/** Letters that Unicode does not take apart, as people type them who do not have them. */
const LETTERS: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't' },
  ...{ ı: 'i', ŋ: 'n', ĸ: 'k', ə: 'e', ς: 'σ' },
}
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')

/** Accents, and the vowels of Arabic and Hebrew. Vowels of Indic scripts are letters in all but name, as is か゛. */
const ACCENT = /(?![\u3099\u309A])(?=\p{M})[\p{Script=Inherited}\u0483-\u0487\u0591-\u05C7]/gu
/** Neither letter nor digit; apostrophes and long marks that count as letters are none to who types. */
const BESIDE = /[^\p{L}\p{N}\p{M}]|[\u02B0-\u02FF\u0640\uA78B\uA78C]/gu

/** A name as it is searched for: small letters and digits without accents, in one piece: "Ana-María O’Neil" → "anamariaoneil". */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(ACCENT, '')
    .replace(LETTER, letter => LETTERS[letter] ?? letter)
    .replace(BESIDE, '')
    .normalize('NFC')
}

/** What `search_name` holds for a name; triggers empty it when it was made from another one. */
export function searchName(name: string): string {
  return `${fold(name)}\n${name}`
}

/** A row with its name and what that is searched by. */
export function withSearchName<Row extends { name: string }>(row: Row) {
  return { ...row, searchName: searchName(row.name) }
}

type Named = { name: Column | SQL; searchName: Column | SQL }

/** Signs that nobody leaves out by chance: who types one looks for it. */
const SIGN = /[@%_\\#*\p{So}\p{Sm}\p{Sc}]/u

/**
 * True when the name contains the text, whatever accents, case, spaces and punctuation there are; a text with other
 * characters is searched for as typed. Rows that are not folded yet match as typed.
 */
export function nameContains(text: string, { name, searchName: searched }: Named): SQL {
  const folded = SIGN.test(text) ? '' : fold(text)
  if (folded === '') return contains(text.normalize('NFC'), [name])
  return sql`(instr(${searched}, ${folded}) > 0 OR (${searched} IS NULL AND ${contains(text, [name])}))`
}

/** True when the person's name or mail address contains the text. */
export function personMatches(text: string, person: Named & { email: Column | SQL }): SQL {
  // Mail addresses are stored in small letters.
  return sql`(${nameContains(text, person)} OR ${like(person.email, text.toLowerCase())})`
}

/**
 * True when one of the columns contains the text, whatever its case. SQLite folds the case of ASCII letters only,
 * so other letters are looked for as typed, in capitals, in small letters and as names are written.
 */
export function contains(text: string, columns: (Column | SQL)[]): SQL {
  const lower = text.toLocaleLowerCase('en')
  const asName = lower.replace(/(?<!\p{L})\p{L}/gu, letter => letter.toLocaleUpperCase('en'))
  const spellings = /[^\p{ASCII}]/u.test(text)
    ? new Set([text, lower, asName, text.toLocaleUpperCase('en')])
    : [text]
  const matches = [...spellings].flatMap(spelling => columns.map(column => like(column, spelling)))
  return or(...matches) as SQL
}

function like(column: Column | SQL, text: string): SQL {
  return sql`${column} LIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`
}
