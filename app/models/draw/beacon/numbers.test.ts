import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNumbers } from '#app/allocation/terms/source.ts'
import { readNumbers } from './numbers.ts'

describe('is read:', () => {
  test.each([
    ['4 8 15', '4 8 15'],
    ['15, 8,4', '4 8 15'],
    [' 4;  8\n15, ', '4 8 15'],
    ['09 10 100', '9 10 100'],
    ['000 0', '0 0'],
    ['7 7', '7 7'],
    ['0000000000999999999', '999999999'],
  ])('%j as %j', (typed, numbers) => {
    expect(readNumbers(typed)).toEqual({ numbers })
  })
})

describe('is refused in words:', () => {
  test.each([
    ['', 'Enter the numbers that were published.'],
    [' , ;', 'Enter the numbers that were published.'],
    ['4 8 fifteen', 'Enter whole numbers. "fifteen" is not one.'],
    ['4 -8', '"-8" is not one.'],
    ['4.5', '"4.5" is not one.'],
    ['٤', '"٤" is not one.'],
    ['1 1234567890', 'A number has at most 9 digits. 1234567890 has more.'],
    [Array(21).fill(1).join(' '), 'Enter at most 20 numbers.'],
    ['1'.repeat(501), 'Enter at most 20 numbers.'],
  ])('%j', (typed, words) => {
    expect(readNumbers(typed)).toEqual({ problem: expect.stringContaining(words) })
  })
})

test('whatever sequence they are typed in, the canonical text is the same', () => {
  const published = fc.array(fc.integer({ min: 0, max: 999_999_999 }), {
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(published, fc.constantFrom(' ', ', ', ';', '\n'), (numbers, between) => {
      const canonical = numbers.toSorted((a, b) => a - b).join(' ')
      expect(isNumbers(canonical)).toBe(true)
      expect(readNumbers(numbers.join(between))).toEqual({ numbers: canonical })
    }),
  )
})
