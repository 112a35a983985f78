import { expect, test, vi } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import * as client from './client.ts'
import { fitsInValue, jsonParts } from './insert-all.ts'

testDatabase()

test('rows are split by size, each one once and in order', () => {
  const rows = Array.from({ length: 100 }, (_, n) => [n, 'ü"\n'.repeat(n)])
  const parts = jsonParts(rows, 1000)
  expect(parts.flatMap(part => JSON.parse(part))).toEqual(rows)
  expect(parts.length).toBeGreaterThan(10)
  expect(Math.max(...parts.map(part => Buffer.byteLength(part)))).toBeLessThanOrEqual(1001)
})

test('no rows need no statement, and an oversized row gets its own', () => {
  expect(jsonParts([])).toEqual([])
  expect(jsonParts(['a', 'b'.repeat(30), 'c'], 10)).toEqual([
    '["a"]',
    `["${'b'.repeat(30)}"]`,
    '["c"]',
  ])
})

test('text that cannot be split fits a file at any size, and a server up to its limit', () => {
  const large = 'ü'.repeat(2_500_000)
  expect(fitsInValue(large)).toBe(true)
  vi.spyOn(client, 'isLocalFile').mockReturnValue(false)
  expect(fitsInValue(large)).toBe(false)
  expect(fitsInValue(large.slice(0, 2_400_000))).toBe(true)
})
