import { refuseBytes, refuseText } from './file-kind.ts'
import { guessEncoding } from './guess-encoding.ts'
import { scanUtf8 } from './utf8.ts'

/** As UTF-8; the form that carries the list on must stay below what the door lets in. */
export const MOST_BYTES = 1_000_000

export type ListText =
  | { text: string; notes: string[]; problem: undefined }
  | { text: undefined; problem: string }

export const sayTooLong =
  'The list is too long. It can have up to a million bytes: add it in parts.'

export function isTooLong(text: string): boolean {
  return Buffer.byteLength(text) > MOST_BYTES
}

export function decodeList(bytes: Uint8Array): ListText {
  const kind = refuseBytes(bytes)
  if (kind) return refused(kind)
  const read = decode(bytes)
  if (read.text === undefined) return read
  if (read.text.includes('\0')) return refused(`This file is not text. ${SAVE}`)
  const format = refuseText(read.text)
  if (format) return refused(format)
  return isTooLong(read.text) ? refused(sayTooLong) : read
}

const SAVE = 'Save the list as “CSV UTF-8”, and choose that file here.'

const refused = (problem: string): ListText => ({ text: undefined, problem })

function decode(bytes: Uint8Array): ListText {
  const wide = wideEncoding(bytes)
  if (wide) return decodeWide(bytes, wide)
  const { letters, broken } = scanUtf8(bytes)
  if (broken.length === 0)
    return { text: new TextDecoder().decode(bytes), notes: [], problem: undefined }
  if (letters >= broken.length) return refused(sayBroken(bytes, broken))
  const guess = guessEncoding(bytes)
  if (!guess) return refused(`It is not clear which text encoding this file uses. ${SAVE}`)
  return { text: guess.text, notes: [sayGuess(guess)], problem: undefined }
}

type Wide = 'utf-16le' | 'utf-16be' | 'utf-32'

/** UTF-16 has a byte order mark, or 0 for every second byte of its ASCII. */
function wideEncoding(bytes: Uint8Array): Wide | undefined {
  const [first, second, third, fourth] = bytes
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'utf-32' : 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'utf-32'
  if (bytes.length % 2 === 1) return undefined
  const zeros = [0, 0]
  for (const [at, byte] of bytes.subarray(0, 4000).entries())
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const many = Math.min(bytes.length, 4000) / 8
  if (odd > many && even < odd / 10) return 'utf-16le'
  return even > many && odd < even / 10 ? 'utf-16be' : undefined
}

function decodeWide(bytes: Uint8Array, encoding: Wide): ListText {
  try {
    if (encoding === 'utf-32') throw new TypeError('UTF-32 is not decoded')
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return { text, notes: [], problem: undefined }
  } catch {
    return refused(`The text of this file is damaged. ${SAVE}`)
  }
}

/** Names the lines, so that one bad letter among thousands can be found. */
function sayBroken(bytes: Uint8Array, broken: number[]): string {
  const lines = linesOf(bytes, broken)
  const shown = lines.slice(0, 5).join(', ')
  const which = lines.length === 1 ? `Line ${shown} has` : `Lines ${shown}${more(lines)} have`
  const text = new TextDecoder().decode(bytes).split(/\r\n?|\n/)[(lines[0] ?? 1) - 1] ?? ''
  const example = text.trim().replaceAll('\ufffd', '?').slice(0, 80)
  return `${which} a damaged letter: “${example}”. The rest is UTF-8. Correct it where the list comes from, and save it as “CSV UTF-8” again.`
}

const more = (lines: number[]) => (lines.length > 5 ? ` and ${lines.length - 5} more` : '')

function linesOf(bytes: Uint8Array, positions: number[]): number[] {
  const found = new Set<number>()
  let line = 1
  let at = 0
  for (const position of positions) {
    for (; at < position; at++)
      if (bytes[at] === 10 || (bytes[at] === 13 && bytes[at + 1] !== 10)) line += 1
    found.add(line)
  }
  return [...found]
}

function sayGuess({ text, name }: { text: string; name: string }): string {
  const lines = text.split(/\r\n?|\n/)
  const isAccented = (line: string) => /[\u0080-\uffff]/.test(line)
  const person = lines.findIndex(line => line.includes('@') && isAccented(line))
  const at = person < 0 ? lines.findIndex(isAccented) : person
  const example = `line ${at + 1}: “${lines[at]?.trim().slice(0, 80)}”`
  return `This file does not say which text encoding it uses, so it was read as ${name}. Check that names with accents look right, for example ${example}. If they do not, save the list as “CSV UTF-8” and choose it again.`
}
