import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { completeDraw } from '#app/allocation/draw.ts'
import { ACCEPTED_2, REFUSED_2 } from '#app/allocation/testing/ambiguous-2.ts'
import { CONSISTENT_2 } from '#app/allocation/testing/consistent-2.ts'
import type { LooseDocument } from '#app/allocation/testing/documents.ts'
import { TAMPERINGS_2 } from '#app/allocation/testing/tamperings-2.ts'
import { parseJson, readDrawDocument, readDrawInput } from './document.ts'
import { formatDrawDocument, formatLockedDraw } from './format.ts'
import { VERIFICATION_STEPS, verifyDraw } from './verify.ts'

/** Made by another program, with a real round of drand. */
const EXAMPLE = readFileSync('docs/draw-example-2.json', 'utf8').trimEnd()
const example = (): LooseDocument => JSON.parse(EXAMPLE)
const LINE = '65f5xm3ppw|2,1|1|0'

test('the example holds at every step', () => {
  const { holds, steps, notReached } = verifyDraw(EXAMPLE)
  expect(steps.map(({ name }) => name)).toEqual(VERIFICATION_STEPS[2])
  expect({ holds, notReached }).toEqual({ holds: true, notReached: [] })
  expect(steps.find(({ name }) => name === 'source')?.finding).toBe(
    'The value is that of round 657413 of drand: signature checked.',
  )
  expect(steps.at(-1)?.finding).toContain('consistent in itself')
})

test('completing the example without its outcome gives it, byte for byte', () => {
  const { seed, ranking, result, ...input } = example()
  expect(formatDrawDocument(completeDraw(readDrawInput(input)))).toBe(EXAMPLE)
})

describe('what is published at locking', () => {
  const { publicValue, publicProof, seed, ranking, result, ...locked } = example()

  test('is the example without the value and what follows from it', () => {
    const document = readDrawDocument(parseJson(EXAMPLE))
    if (document.version !== 2) throw new Error('not version 2')
    expect(JSON.parse(formatLockedDraw(document))).toEqual(locked)
    expect(Object.keys(JSON.parse(formatLockedDraw(document)))).toEqual(Object.keys(locked))
  })

  test('holds up to its terms, and is complete but for the value', () => {
    const { steps } = verifyDraw(JSON.stringify(locked))
    expect(steps.slice(0, -1).every(step => step.holds)).toBe(true)
    expect(steps.at(-1)).toMatchObject({ name: 'source', holds: false })
    expect(steps.at(-1)?.finding).toContain('complete but for the value')
  })

  test('is completed with the value and its proof', () => {
    const value = { publicValue, publicProof }
    expect(formatDrawDocument(completeDraw(readDrawInput({ ...locked, ...value })))).toBe(EXAMPLE)
    expect(() => readDrawInput(locked)).toThrow('publicValue: is missing')
  })
})

describe('a document that is held against what somebody kept', () => {
  const { commitment, rollHash, termsHash } = example()
  const outside = (witness: object) => verifyDraw(EXAMPLE, { witness }).steps.at(-1)

  test('holds with all of it', () => {
    expect(outside({ commitment, rollHash, termsHash, line: LINE })).toEqual({
      name: 'outside',
      holds: true,
      finding:
        'Given from outside, and the same here: the commitment, the hash of the roll, the hash of the terms, the line of the roll.',
    })
  })

  test('says what was not given', () => {
    expect(outside({ commitment })?.finding).toBe(
      'Given from outside, and the same here: the commitment. Not given: the hash of the roll, the hash of the terms, the line of the roll.',
    )
  })

  test.each([
    ['commitment', 'a'.repeat(64), 'the commitment'],
    ['rollHash', 'a'.repeat(64), 'the hash of the roll'],
    ['termsHash', 'a'.repeat(64), 'the hash of the terms'],
    ['line', LINE.replace('2,1', '2'), 'the line of the roll'],
    ['line', LINE.slice(1), 'the line of the roll'],
    ['line', `${LINE}\n94xfyhpxhh|8,7,6,5,4,3,2,1|5|0`, 'the line of the roll'],
    ['line', 'x', 'the line of the roll'],
  ])('is refused with another %s (%s)', (name, value, said) => {
    const last = outside({ commitment, [name]: value })
    expect(last).toMatchObject({ name: 'outside', holds: false })
    expect(last?.finding).toContain(said)
  })
})

test('a chain that nobody knows is said to be one', () => {
  const document = example()
  const chain = 'f'.repeat(64)
  const swap = (text: string) => text.replace(/drand:[0-9a-f]+/, `drand:${chain}`)
  document.publicValueSource = swap(document.publicValueSource)
  document.terms = swap(document.terms)
  const { steps } = verifyDraw(JSON.stringify(document))
  expect(steps.at(-1)).toMatchObject({ name: 'termsHash', holds: false })
})

test.each(TAMPERINGS_2)('$what is refused at $step', ({ step, change }) => {
  const document = example()
  change(document)
  const { steps } = verifyDraw(JSON.stringify(document))
  expect(steps.filter(each => !each.holds).map(({ name }) => name)).toEqual([step])
})

test.each(CONSISTENT_2)('$what is consistent', ({ change }) => {
  const document = example()
  change(document)
  expect(verifyDraw(JSON.stringify(document)).steps.filter(each => !each.holds)).toEqual([])
})

test.each(REFUSED_2)('$what is refused at its form', ({ json }) => {
  expect(verifyDraw(json).steps).toMatchObject([{ name: 'form', holds: false }])
})

test.each(ACCEPTED_2)('$what is accepted', ({ json }) => {
  expect(verifyDraw(json).holds).toBe(true)
})
