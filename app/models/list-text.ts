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
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
