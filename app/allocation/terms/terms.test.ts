import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkTerms, formatTerms, type Terms, termsHashOf } from './terms.ts'

/** Made by another program. */
const example = JSON.parse(readFileSync('docs/draw-example-2.json', 'utf8'))
const { draw, rule, order, capacity, heldBack, pins, publicValueSource } = example
const terms: Terms = {
  ...{ draw, rule, order, capacity, heldBack, pins },
  cap: example.options.cap,
  source: publicValueSource,
}

test('the terms of the example are the same to the byte', () => {
  expect(formatTerms(terms)).toBe(example.terms)
  expect(termsHashOf(example.terms)).toBe(example.termsHash)
  expect(() => checkTerms(example.terms, terms)).not.toThrow()
})

test('pins are sorted by code, and only the plain draw has a cap', () => {
  const two = [...pins, { code: 'aaa', amount: 1, reason: 'the speaker' }]
  expect(formatTerms({ ...terms, pins: two })).toBe(
    formatTerms({ ...terms, pins: two.toReversed() }),
  )
  expect(formatTerms({ ...terms, pins: [] })).toContain('\npins|-\n')
  expect(formatTerms({ ...terms, cap: 2 })).toContain('\ncap|-\n')
  expect(formatTerms({ ...terms, rule: 'plain', cap: 2 })).toContain('\ncap|2\n')
})

describe('terms that say something else than the document are refused by their line:', () => {
  test.each<[string, string, string]>([
    ['draw|1', 'draw|2', 'terms, line 1'],
    ['rule|fair-share', 'rule|plain', 'terms, line 2'],
    ['order|weighted', 'order|draw', 'terms, line 3'],
    ['cap|-', 'cap|2', 'terms, line 4'],
    ['capacity|14', 'capacity|15', 'terms, line 5'],
    ['heldBack|1', 'heldBack|0', 'terms, line 6'],
    [':657413', ':657414', 'terms, line 7'],
    ['pins|f', 'pins|e', 'terms, line 8'],
    ['shares|-', 'shares|x', 'terms, line 9'],
    ['parties|-\n', 'parties|-', 'terms, line 11'],
    ['parties|-\n', 'parties|-\nmore|1\n', 'terms, line 11'],
  ])('%j → %j', (from, to, place) => {
    expect(example.terms).toContain(from)
    expect(() => checkTerms(example.terms.replace(from, to), terms)).toThrow(place)
  })
})
