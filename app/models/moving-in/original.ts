/** Whole numbers too large for JavaScript come as text. */
export type OriginalCell = string | number | null
export type OriginalRow = Readonly<Record<string, OriginalCell>>

export type Original = {
  users: OriginalRow[]
  events: OriginalRow[]
  submissions: OriginalRow[]
}

export const originalTables = ['users', 'events', 'submissions'] as const

export type RowKind = 'user' | 'event' | 'request'

/** SQLite has no booleans; Python takes everything but 0, '' and None for true. */
export function isYes(cell: OriginalCell | undefined): boolean {
  return cell !== null && cell !== undefined && cell !== 0 && cell !== ''
}

export function textOf(cell: OriginalCell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell)
}

export function wholeOf(cell: OriginalCell | undefined): number | undefined {
  const text = textOf(cell).trim()
  const number = Number(text)
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : undefined
}

/** Kept for ever, so without secrets: the person's password is rehashed, a copy would not be. */
export function keepsake(row: OriginalRow): string {
  const kept: Record<string, OriginalCell> = { ...row }
  if (kept.password_hash)
    kept.password_hash = `(${textOf(kept.password_hash).split('$')[0]?.slice(0, 40)})`
  if (kept.reset_token) kept.reset_token = '(left out)'
  return JSON.stringify(kept)
}
