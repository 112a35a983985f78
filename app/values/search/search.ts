import { type Column, or, type SQL, sql } from 'drizzle-orm'

/** Letters that Unicode does not decompose, as people without those keys type them. */
const LETTERS: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't' },
  ...{ ı: 'i', ŋ: 'n', ĸ: 'k', ə: 'e', ς: 'σ' },
}
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')

/** Accents, and Arabic and Hebrew vowels. Indic vowels act as letters, as does か゛. */
const ACCENT = /(?![\u3099\u309A])(?=\p{M})[\p{Script=Inherited}\u0483-\u0487\u0591-\u05C7]/gu
/** Unicode counts some apostrophes and length marks as letters; people who type do not. */
const BESIDE = /[^\p{L}\p{N}\p{M}]|[\u02B0-\u02FF\u0640\uA78B\uA78C]/gu

export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(ACCENT, '')
    .replace(LETTER, letter => LETTERS[letter] ?? letter)
    .replace(BESIDE, '')
    .normalize('NFC')
}

/** Triggers clear `search_name` when it belongs to another name. */
export function searchName(name: string): string {
  return `${fold(name)}\n${name}`
}

export function withSearchName<Row extends { name: string }>(row: Row) {
  return { ...row, searchName: searchName(row.name) }
}

type Named = { name: Column | SQL; searchName: Column | SQL }

/** Someone who types one of these is looking for it. */
const SIGN = /[@%_\\#*\p{So}\p{Sm}\p{Sc}]/u

/** Ignores accents, case, spaces and punctuation; other characters, and rows not folded yet, match as typed. */
export function nameContains(text: string, { name, searchName: searched }: Named): SQL {
  const folded = SIGN.test(text) ? '' : fold(text)
  if (folded === '') return contains(text.normalize('NFC'), [name])
  return sql`(instr(${searched}, ${folded}) > 0 OR (${searched} IS NULL AND ${contains(text, [name])}))`
}

export function personMatches(text: string, person: Named & { email: Column | SQL }): SQL {
  // Email addresses are stored in lower case.
  return sql`(${nameContains(text, person)} OR ${like(person.email, text.toLowerCase())})`
}

/** SQLite folds only ASCII case, so other letters match as typed, in upper or lower case, or as in names. */
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
