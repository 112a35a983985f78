/** Bytes of a list, as UTF-8; the form that carries it on must stay below what the door lets in. */
export const MOST_BYTES = 1_000_000

export type ListText = { text: string; problem: undefined } | { text: undefined; problem: string }

/** The text of an uploaded list: UTF-8, UTF-16 with its mark, or else the old Western encoding of spreadsheets. */
export function decodeList(bytes: Uint8Array): ListText {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const problem = 'This is a spreadsheet. Save it as CSV there, and choose that file.'
    return { text: undefined, problem }
  }
  const text = decode(bytes)
  if (text.includes('\0')) return { text: undefined, problem: 'This file is not a text.' }
  if (isTooLong(text)) return { text: undefined, problem: sayTooLong }
  return { text, problem: undefined }
}

export const sayTooLong = 'The list is too long: a million bytes at most. Bring it in parts.'

export function isTooLong(text: string): boolean {
  return Buffer.byteLength(text) > MOST_BYTES
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decodeWestern(bytes)
  }
}

/** What Windows-1252 has where Latin-1 has control characters; Node 20 reads the one as the other. */
const WESTERN = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function decodeWestern(bytes: Uint8Array): string {
  const latin = Buffer.from(bytes).toString('latin1')
  return latin.replace(/[\u0080-\u009f]/g, letter => WESTERN[letter.charCodeAt(0) - 0x80] ?? letter)
}
