import { splitName } from './address-cell.ts'
import type { Line } from './records.ts'

/** Longer pieces are no recipients and would take long to search. */
const LONGEST = 500

type Piece = { line: number; text: string; end: string }

/** `Ann Lee <ann@x.org>; "Ray, Bob" <bob@x.org>`, or addresses alone, a row each; undefined for other texts. */
export function readRecipients(text: string): Line[] | undefined {
  const rows: Line[] = []
  let strangers = 0
  let bracketed = 0
  for (const { line, text: piece } of joinCommas(splitPieces(text))) {
    const recipients = recipientsOf(piece)
    if (piece.includes('<')) bracketed += 1
    if (recipients) rows.push(...recipients.map(cell => ({ line, cells: [cell] })))
    else {
      strangers += 1
      rows.push({ line, cells: [piece] })
    }
  }
  // Beside names in brackets a few mistyped pieces are wrong rows; otherwise they are headings and cells.
  const mostStrangers = bracketed > 0 ? rows.length / 4 : 0
  return rows.length > 0 && strangers <= mostStrangers ? rows : undefined
}

function splitPieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let line = 1
  let piece = ''
  let closing = ''
  for (const sign of `${text}\n`) {
    if (sign === '\n' || (closing === '' && (sign === ';' || sign === ','))) {
      if (piece.trim() !== '') pieces.push({ line, text: piece.trim(), end: sign })
      piece = ''
      closing = ''
      if (sign === '\n') line += 1
    } else {
      piece += sign
      if (closing !== '') closing = sign === closing ? '' : closing
      else if (sign === '"' || sign === '<') closing = sign === '"' ? '"' : '>'
    }
  }
  return pieces
}

/** `Lee, Ann <ann@x.org>` is one recipient: the part before its comma has no address. */
function joinCommas(pieces: Piece[]): Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    const isRest =
      last?.end === ',' &&
      !last.text.includes('@') &&
      /\S\s*<.*@/.test(piece.text.slice(0, LONGEST))
    if (isRest)
      joined[joined.length - 1] = { ...last, text: `${last.text}, ${piece.text}`, end: piece.end }
    else joined.push(piece)
  }
  return joined
}

function recipientsOf(piece: string): string[] | undefined {
  if (piece.length > LONGEST) return undefined
  const words = piece.split(/\s+/)
  if (words.length > 1 && words.every(word => word.includes('@'))) return words
  const { address } = splitName(piece)
  if (!/\s/.test(address.trim())) return /[^@]@[^@]/.test(address) ? [piece] : undefined
  const last = words.pop() ?? ''
  const isNamed = last.includes('@') && !words.some(word => word.includes('@'))
  return isNamed && !piece.includes('\t') ? [`${words.join(' ')} <${last}>`] : undefined
}
