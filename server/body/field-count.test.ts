import { expect, test } from 'vitest'
import { FieldCount } from './field-count.ts'

function separatorsOf(type: string, text: string, pieceLength: number): number {
  const count = new FieldCount(type)
  for (let at = 0; at < text.length; at += pieceLength)
    count.add(Buffer.from(text.slice(at, at + pieceLength)))
  return count.separators
}

const parts = (many: number) =>
  `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(many)}--b--\r\n`

test.each([1, 2, 3, 7, 64, 10_000])('counts parts that arrive in pieces of %d bytes', length => {
  expect(separatorsOf('multipart/form-data; boundary=b', parts(50), length)).toBe(51)
  expect(separatorsOf('multipart/form-data; boundary="b"', parts(50), length)).toBe(51)
})

test.each([1, 2, 7, 10_000])(
  'counts URL-encoded fields that arrive in pieces of %d bytes',
  length => {
    expect(separatorsOf('application/x-www-form-urlencoded', 'a=1&b=2&c=%26', length)).toBe(2)
  },
)

test('a boundary that overlaps itself counts once', () => {
  expect(separatorsOf('multipart/form-data; boundary=------', '---------', 4)).toBe(1)
})
