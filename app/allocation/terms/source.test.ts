import { describe, expect, test } from 'vitest'
import { formatSource, isNumbers, parseSource } from './source.ts'

const CHAIN = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'

describe('a source', () => {
  test.each([
    '-',
    `drand:${CHAIN}:34444112`,
    'numbers:2026-12-12T19:00:00Z:Lotto 6 aus 49 of 12 December: all six, ascending',
    `numbers:2026-12-12T19:00:00Z:${'🎫'.repeat(200)}`,
  ])('is read and written: %s', text => {
    expect(formatSource(parseSource(text))).toBe(text)
  })

  test.each([
    '',
    'the lottery',
    `drand:${CHAIN}:0`,
    `drand:${CHAIN}:007`,
    `drand:${CHAIN}:1000000001`,
    `drand:${CHAIN.toUpperCase()}:1`,
    'numbers:2026-12-12T19:00:00Z:',
    'numbers:2026-12-12T19:00:00Z: a space before',
    'numbers:2026-12-12T19:00:00Z:a|bar',
    'numbers:2026-12-12T19:00:00Z:two\nlines',
    'numbers:2026-12-12T19:00:00Z:two\u2028lines',
    'numbers:2026-12-12 19:00:00Z:no T',
    'numbers:2026-02-30T19:00:00Z:no such day',
    `numbers:2026-12-12T19:00:00Z:${'a'.repeat(201)}`,
  ])('is refused: %j', text => {
    expect(() => parseSource(text)).toThrow('source: must be')
  })
})

describe('numbers', () => {
  test.each(['7', '0', '1 2 2 49', '1 999999999', Array(20).fill(5).join(' ')])('%s', text => {
    expect(isNumbers(text)).toBe(true)
  })

  test.each([
    '',
    ' 1',
    '1  2',
    '2 1',
    '01',
    '1,2',
    '1 1000000000',
    '-1',
    '1.5',
    Array(21).fill(5).join(' '),
  ])('are refused: %j', text => {
    expect(isNumbers(text)).toBe(false)
  })
})
