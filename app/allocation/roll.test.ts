import { describe, expect, test } from 'vitest'
import { formatRoll, parseRoll, rollHashOf } from './roll.ts'
import { anEntry } from './testing/problems.ts'

const entries = [
  anEntry({ code: 'b2', sizes: [4, 2], weight: 3 }),
  anEntry({ code: 'a10', sizes: [1], priority: 7 }),
  anEntry({ code: 'a9', sizes: [8, 7, 1] }),
]
const ROLL = 'a10|1|1|7\na9|8,7,1|1|0\nb2|4,2|3|0\n'

test('writes one line per entry, sorted by code whatever the input order', () => {
  expect(formatRoll(entries)).toBe(ROLL)
  expect(formatRoll(entries.toReversed())).toBe(ROLL)
  expect(formatRoll([])).toBe('')
})

test('reads back what it wrote', () => {
  expect(formatRoll(parseRoll(ROLL))).toBe(ROLL)
  expect(parseRoll(ROLL)[2]).toEqual(entries[0])
  expect(parseRoll('')).toEqual([])
})

test('frozen hashes', () => {
  expect(rollHashOf('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(rollHashOf(ROLL)).toBe('9c863adad19cb925ce41a31b7da51643e79e71ab1c3049fd7eb4f103aba8297b')
})

describe('refuses a bad roll at its line', () => {
  test.each([
    ['a|1|1|0', 'roll, line 1: must end with a line feed'],
    ['a|1|1|0\n\n', 'roll, line 2: must be code|sizes|weight|priority, not ""'],
    ['a|1|1|0\r\n', 'roll, line 1: priority "0\\r" must be a whole number from 0 to 1000000000'],
    ['a|1|1|0\nb|1|1\n', 'roll, line 2: must be code|sizes|weight|priority, not "b|1|1"'],
    ['b|1|1|0\na|1|1|0\n', 'roll, line 2: code a must come before b: sort by code'],
    ['a|1|1|0\na|2|1|0\n', 'roll, line 2: code a is there twice'],
    ['A|1|1|0\n', 'roll, line 1: code "A" must be lower-case letters and digits'],
    ['|1|1|0\n', 'roll, line 1: code "" must be lower-case letters and digits'],
    ['a||1|0\n', 'roll, line 1: size "" must be a whole number from 1 to 1000000000'],
    ['a|2,0|1|0\n', 'roll, line 1: size "0" must be a whole number from 1 to 1000000000'],
    ['a|2,02|1|0\n', 'roll, line 1: size "02" must be a whole number from 1 to 1000000000'],
    ['a|1,2|1|0\n', 'roll, line 1: sizes 1,2 must descend, and 2 follows 1'],
    ['a|2,2|1|0\n', 'roll, line 1: sizes 2,2 must descend, and 2 follows 2'],
    ['a|1|0|0\n', 'roll, line 1: weight "0" must be a whole number from 1 to 1000000000'],
    ['a|1|1.5|0\n', 'roll, line 1: weight "1.5" must be a whole number from 1 to 1000000000'],
    ['a|1|1|-1\n', 'roll, line 1: priority "-1" must be a whole number from 0 to 1000000000'],
  ])('%j', (roll, message) => {
    expect(() => parseRoll(roll)).toThrow(message)
  })
})
