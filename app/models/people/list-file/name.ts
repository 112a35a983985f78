import { lineAsSeen } from '#app/values/seen-text.ts'

/** A failed formula in a spreadsheet, in any language: #NAME?, #REF!, #N/A, #BEZUG!, #NV. */
const FAILED = /^#(?:[\p{Lu}/0-9]+[!?]?|#+)$/u
const NOTHING = /^(?:[-–—_.?*0]+|null|nil|nan|undefined|n\/a|\(null\)|<null>|\(blank\)|\d+)$/i

export function isNoName(name: string): boolean {
  return FAILED.test(name) || NOTHING.test(name)
}

/** Null is a surname; null and NULL are what programs write for none. */
export function partOfName(cell: string): string {
  const part = tidy(cell)
  return NOTHING.test(part) && part !== 'Null' ? '' : part
}

export function isFailed(cell: string): boolean {
  return FAILED.test(lineAsSeen(cell))
}

export function tidy(cell: string): string {
  return lineAsSeen(cell.normalize('NFC').replace(/[^\S\n]+/g, ' '))
}

/** After a comma these are not the first name. */
const SUFFIX =
  /^(?:jr|sr|[ivx]+|ph\.? ?d|m\.?d|m\.?a|b\.?a|m\.?sc|b\.?sc|ll\.?m|mba|esq|esquire|cpa|rn|inc|ltd|llc|gmbh|ag|e\.? ?v|dipl.*)\.?$/i

/** "Lee, Ann" → "Ann Lee"; undefined for everything else. */
export function turnedName(name: string): string | undefined {
  const [, last = '', first = ''] =
    /^([^,\n]+),([^,\n]+)$/.exec(name)?.map(part => part.trim()) ?? []
  const isName = /\p{L}/u.test(last) && /\p{L}/u.test(first) && !SUFFIX.test(first)
  return isName ? `${first} ${last}` : undefined
}

/** "ann.lee+tickets@example.org" → "Ann Lee" */
export function nameFromAddress(email: string): string {
  const local = email.slice(0, email.lastIndexOf('@'))
  const words = (local.split('+')[0] ?? '').split(/[._-]+/).filter(Boolean)
  const name = words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
  return /[a-z0-9]/i.test(name) ? name : local
}
