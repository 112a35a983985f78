import { describe, expect, test } from 'vitest'
import { completeDraw, completeDrawInSteps, workOf } from '#app/allocation/draw.ts'
import {
  aDraw,
  EXAMPLE_JSON,
  exampleDocument,
  type LooseDocument,
} from '#app/allocation/testing/documents.ts'
import { anEntry } from '#app/allocation/testing/problems.ts'
import { parseJson, readDrawDocument, readDrawInput } from './document.ts'
import { formatDrawDocument } from './format.ts'
import { verifyDraw } from './verify.ts'

test('reproduces the example, made by another program, byte for byte', () => {
  const { seed, ranking, result, ...input } = exampleDocument()
  expect(formatDrawDocument(completeDraw(readDrawInput(input)))).toBe(EXAMPLE_JSON)
})

test('recomputes an existing seed, ranking and result', () => {
  const stale = { ...exampleDocument(), seed: '?', ranking: [], result: null }
  expect(formatDrawDocument(completeDraw(readDrawInput(stale)))).toBe(EXAMPLE_JSON)
})

test('reads back what it wrote', () => {
  expect(formatDrawDocument(readDrawDocument(parseJson(EXAMPLE_JSON)))).toBe(EXAMPLE_JSON)
})

test('accepts a draw without entries, tickets or public value', () => {
  const input = aDraw([], { capacity: 0, publicValueSource: null, publicValue: null })
  const json = formatDrawDocument(completeDraw(input))
  expect(json).toContain('"ranking": [],\n  "result": {}\n}')
  expect(verifyDraw(json).holds).toBe(true)
})

describe('a malformed document is refused at its field', () => {
  const cases: [string, (document: LooseDocument) => void][] = [
    ['version: must be 1, 2, not 3', d => (d.version = 3)],
    ['eventId: must be a text, not 7', d => (d.eventId = 7)],
    ['draw: must be a whole number from 1 to 1000000000, not 0', d => (d.draw = 0)],
    [
      'rule: must be fair-share, plain, most-people, even-shares, fill, not "best"',
      d => (d.rule = 'best'),
    ],
    ['order: must be draw, weighted, rotation, first-come, not null', d => (d.order = null)],
    ['options, cap: is missing', d => (d.options = {})],
    [
      'options, cap: must be a whole number from 1 to 1000000000, not 0',
      d => (d.options = { cap: 0 }),
    ],
    ['capacity: must be a whole number from 0 to 1000000000, not -1', d => (d.capacity = -1)],
    ['heldBack: must be a whole number from 0 to 1000000000, not "3"', d => (d.heldBack = '3')],
    ['secret: must be 64 lower-case hex digits, not "AB"', d => (d.secret = 'AB')],
    ['roll: must be a text, not null', d => (d.roll = null)],
    ['publicValue: is missing', d => delete d.publicValue],
    ['pins: must be a list, not an object', d => (d.pins = {})],
    ['pins, item 2: must be an object, not 5', d => (d.pins[1] = 5)],
    [
      'pins, item 1, amount: must be a whole number from 0 to 1000000000, not 1.5',
      d => (d.pins[0].amount = 1.5),
    ],
    ['overrides, item 1, reason: is missing', d => (d.overrides = [{ code: 'a', amount: 1 }])],
    ['note: is not a field of a draw', d => (d.note = '')],
  ]
  test.each(cases)('%s', (message, change) => {
    const document = exampleDocument()
    change(document)
    expect(() => readDrawInput(document)).toThrow(message)
  })
})

describe('a document whose parts do not fit together is refused', () => {
  const entries = [anEntry({ code: 'a' }), anEntry({ code: 'b' })]
  const pin = { code: 'a', amount: 1, reason: 'Host' }

  test.each([
    ['roll, line 1: weight "0" must be', { roll: 'a|1|0|0\n' }],
    ['commitment: is not the hash of the secret', { secret: '0'.repeat(64) }],
    ['rollHash: is not the hash of the roll', { roll: 'a|1|1|0\n' }],
    ['pins, item 2: code a is there twice', { pins: [pin, pin] }],
    ['overrides, item 1: code c is not in the roll', { overrides: [{ ...pin, code: 'c' }] }],
    [
      'capacity: 3 is fewer than the 1 pinned and 3 held back',
      { capacity: 3, heldBack: 3, pins: [pin] },
    ],
  ])('%s', (message, over) => {
    expect(() => completeDraw(aDraw(entries, over))).toThrow(message)
  })
})

test('knows in advance how much work a draw takes', () => {
  const entries = [anEntry({ code: 'a', weight: 1_000_000 }), anEntry({ code: 'b', sizes: [9] })]
  expect(workOf(aDraw(entries))).toEqual({ hashes: 1_000_001, cells: 0, looks: 0, bytes: 0 })
  expect(workOf(aDraw(entries, { rule: 'fill', capacity: 9 })).cells).toBe(20)
  expect(workOf(aDraw(entries, { rule: 'fill', capacity: 10 })).cells).toBe(0)
  // Witness-back tickets are not available, however many there are.
  const mostlyHeld = aDraw(entries, { rule: 'fill', capacity: 1_000_009, heldBack: 1_000_000 })
  expect(workOf(mostlyHeld).cells).toBe(20)
})

test('knows the memory of a table in advance, to within a quarter', () => {
  const entries = Array.from({ length: 500 }, (_, i) => anEntry({ code: `a${i}`, sizes: [900, 4] }))
  const draw = aDraw(entries, { rule: 'most-people', capacity: 100_000 })
  const before = process.memoryUsage().arrayBuffers
  const steps = completeDrawInSteps(draw)
  steps.next()
  const taken = process.memoryUsage().arrayBuffers - before
  const { bytes } = workOf(draw)
  // Choices are counted as two bytes, but take one where no list has more than 255 sizes.
  expect(taken).toBeGreaterThan(bytes / 2.5)
  expect(taken).toBeLessThan(bytes * 1.25)
})
