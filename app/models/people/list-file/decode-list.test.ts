import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeList, MOST_BYTES } from './decode-list.ts'
import { oldEncodings } from './old-encodings.ts'

const TEXT = 'name,email\nJörg Žižek,j@example.org'
const latin = (text: string) => decodeList(Buffer.from(text, 'latin1'))
const notesOf = (list: ReturnType<typeof decodeList>) => (list.text === undefined ? [] : list.notes)

describe('the text of a file', () => {
  test('is read as UTF-8, and as UTF-16 with or without a byte order mark, without a note', () => {
    const wide = Buffer.from(TEXT, 'utf16le')
    const marked = Buffer.from(`\uFEFF${TEXT}`, 'utf16le')
    const all = [Buffer.from(TEXT), marked, Buffer.from(marked).swap16()]
    for (const bytes of [...all, wide, Buffer.from(wide).swap16()]) {
      expect(decodeList(bytes).text).toBe(TEXT)
      expect(notesOf(decodeList(bytes))).toEqual([])
    }
    expect(decodeList(Buffer.from(`\uFEFF${TEXT}`)).text).toBe(TEXT)
  })

  test('in an old encoding is guessed, with a note that shows a line with a person', () => {
    const list = latin('Prénom,Mail\nAnn,a@x.org\nJosé,j@x.org')
    expect(list.text).toBe('Prénom,Mail\nAnn,a@x.org\nJosé,j@x.org')
    expect(notesOf(list)[0]).toMatch(/Western European \(Windows\).*line 3: “José,j@x.org”/)
    expect(decodeList(Buffer.from([0x4f, 0x92, 0x42, 0xf6, 0x20, 0x80])).text).toBe('O’Bö €')
  })

  test('that mixes UTF-8 with bytes that are not is refused, with their lines', () => {
    const bytes = Buffer.concat([
      Buffer.from('Zoé,Jörg\rBeß\r\n'),
      Buffer.from('Ren\u00e9\nAm\u00e9lie', 'latin1'),
    ])
    expect(decodeList(bytes).problem).toMatch(/^Lines 3, 4 have a damaged letter: “Ren\?”/)
  })

  test('in another alphabet and an old encoding is refused, not guessed', () => {
    const cyrillic = [0xc8, 0xe2, 0xe0, 0xed, 0x20, 0xcf, 0xe5, 0xf2, 0xf0, 0xee, 0xe2]
    const japanese = [0x8e, 0x52, 0x93, 0x63, 0x91, 0xbe, 0x98, 0x59, 0x2c, 0x82, 0xa0]
    for (const bytes of [cyrillic, japanese])
      expect(decodeList(Buffer.from(bytes)).problem).toMatch(
        /not clear which text encoding .* “CSV UTF-8”/,
      )
  })

  test('is refused if it is not text, is damaged UTF-16 or exceeds a million bytes', () => {
    expect(decodeList(Buffer.from('a\0b')).problem).toMatch(/^This file is not text/)
    expect(decodeList(Buffer.from([0xff, 0xfe, 0x61])).problem).toMatch(/damaged/)
    expect(decodeList(Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])).problem).toMatch(/damaged/)
    expect(decodeList(Buffer.alloc(MOST_BYTES + 1, 'a')).problem).toMatch(/too long/)
    expect(decodeList(Buffer.alloc(MOST_BYTES, 'a')).problem).toBeUndefined()
  })
})

const NAMES = [
  'Jürgen Müller',
  'Zoé Lefèvre',
  'José Nuñez',
  'Søren Ærø',
  'ÅSA BJÖRK',
  'François Noël',
]

test.each(oldEncodings.slice(0, 3).map(({ name }, place) => [name, place] as const))(
  'names in %s are read correctly',
  (name, place) => {
    const decode = oldEncodings[place]?.decode ?? (() => '')
    const letters = decode(Uint8Array.from({ length: 256 }, (_, code) => code))
    const bytes = NAMES.map(each => Buffer.from([...`${each}\n`].map(l => letters.indexOf(l))))
    const list = decodeList(Buffer.concat(bytes))
    expect(list.text).toBe(`${NAMES.join('\n')}\n`)
    expect(notesOf(list)[0]).toContain(name)
  },
)

test('Polish names are read in a Central European encoding', () => {
  const bytes = [0x57, 0x61, 0xb3, 0xea, 0x73, 0x61, 0x20, 0xa3, 0x75, 0x6b, 0x61, 0x73, 0x7a]
  expect(decodeList(Buffer.from(bytes)).text).toBe('Wałęsa Łukasz')
})

test('any bytes that are not UTF-8 come with a note or are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
      const list = decodeList(bytes)
      if (list.text === undefined) return list.problem.length > 0
      const isUtf8 = Buffer.from(bytes).equals(Buffer.from(Buffer.from(bytes).toString()))
      const isWide = bytes.some(byte => byte === 0) || (bytes[0] ?? 0) >= 0xfe
      return isUtf8 || isWide || list.notes.length > 0
    }),
    { numRuns: 2000 },
  )
})
