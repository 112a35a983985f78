import { describe, expect, test } from 'vitest'
import { decodeList, MOST_BYTES } from './list-text.ts'

const TEXT = 'name,email\nJörg Žižek,j@example.org'

describe('the text of a file', () => {
  test('is read in UTF-8, and in UTF-16 with its mark', () => {
    expect(decodeList(Buffer.from(TEXT)).text).toBe(TEXT)
    expect(decodeList(Buffer.from(`\uFEFF${TEXT}`, 'utf16le')).text).toBe(TEXT)
    expect(decodeList(Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16()).text).toBe(TEXT)
  })

  test('is taken for the Western encoding of old spreadsheets when it is no UTF-8', () => {
    expect(decodeList(Buffer.from('Jörg, José', 'latin1')).text).toBe('Jörg, José')
    expect(decodeList(Buffer.from([0x4f, 0x92, 0x42, 0x80, 0x9f])).text).toBe('O’B€Ÿ')
  })

  test('is refused for a spreadsheet, for what is no text, and beyond a million bytes', () => {
    expect(decodeList(Buffer.from('PK\x03\x04…')).problem).toMatch(/Save it as CSV/)
    expect(decodeList(Buffer.from('a\0b')).problem).toBe('This file is not a text.')
    expect(decodeList(Buffer.alloc(MOST_BYTES + 1, 'a')).problem).toMatch(/too long/)
    expect(decodeList(Buffer.alloc(MOST_BYTES, 'a')).problem).toBeUndefined()
  })
})
