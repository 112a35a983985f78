import { describe, expect, test } from 'vitest'
import { completeDraw } from '#app/allocation/draw.ts'
import { rollHashOf } from '#app/allocation/roll.ts'
import { runToEnd } from '#app/allocation/run-to-end.ts'
import { seedOfDraw } from '#app/allocation/seed.ts'
import {
  aDraw,
  EXAMPLE_JSON,
  exampleDocument,
  type LooseDocument,
  TAMPERINGS,
  tampered,
} from '#app/allocation/testing/documents.ts'
import { anEntry } from '#app/allocation/testing/problems.ts'
import type { Rule } from '#app/allocation/types.ts'
import type { DrawInput } from './document.ts'
import { formatDrawDocument } from './format.ts'
import { VERIFICATION_STEPS, verifyDraw, verifyDrawInSteps } from './verify.ts'

test('the example holds at every step', () => {
  const { steps } = verifyDraw(EXAMPLE_JSON)
  expect(steps.map(step => step.name)).toEqual(VERIFICATION_STEPS[1])
  expect(steps.every(step => step.holds)).toBe(true)
  expect(steps.at(-2)?.finding).toBe('Tickets given: 37. Held back: 3. Left: 0.')
})

test.each(TAMPERINGS)('$what is caught at $step', tampering => {
  const names: readonly string[] = VERIFICATION_STEPS[1]
  const { steps } = verifyDraw(tampered(tampering))
  expect(steps.map(step => step.name)).toEqual(names.slice(0, names.indexOf(tampering.step) + 1))
  expect(steps.filter(step => !step.holds).map(step => step.name)).toEqual([tampering.step])
})

test('text that is no document fails at its form', () => {
  for (const json of ['', '{', 'null', '[]', '"x"', '{}']) {
    const { steps } = verifyDraw(json)
    expect(steps.map(step => [step.name, step.holds])).toEqual([['form', false]])
  }
})

test('a hash that does not match is shown beside the one in the document', () => {
  const [otherSecret] = TAMPERINGS.filter(({ what }) => what === 'another secret')
  const failing = verifyDraw(tampered(otherSecret as never)).steps.at(-1)
  expect(failing?.hash?.formula).toBe('sha256(secret)')
  expect(failing?.hash?.computed).not.toBe(failing?.hash?.given)
})

test('codes may look like numbers or JavaScript words', () => {
  const entries = ['10', '9', 'constructor', 'tostring'].map(code => anEntry({ code }))
  const draw = aDraw(entries, {
    capacity: 2,
    pins: [{ code: 'constructor', amount: 1, reason: 'Host' }],
  })
  const json = formatDrawDocument(completeDraw(draw))
  expect(verifyDraw(json).holds).toBe(true)
  const codes = [...json.slice(json.indexOf('"result"')).matchAll(/"(\w+)": \d/g)].map(m => m[1])
  expect(codes).toEqual(completeDraw(draw).ranking)
})

test('a document nested too deeply to write out fails at its form', () => {
  const depth = 200_000
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const deep = `${open.repeat(depth)}1${close.repeat(depth)}`
    for (const field of ['capacity', 'secret', 'rule', 'pins', 'result']) {
      const json = JSON.stringify({ ...exampleDocument(), [field]: 'HERE' })
      const { steps } = verifyDraw(json.replace('"HERE"', deep))
      expect(steps.map(step => [step.name, step.holds])).toEqual([['form', false]])
    }
    expect(verifyDraw(deep).steps.map(step => step.name)).toEqual(['form'])
  }
})

describe('quotes only the beginning of a long text', () => {
  const LONG = '&'.repeat(1_900_000)
  /** As long, and well formed as a code. */
  const CODE = 'z'.repeat(1_900_000)
  const SIZES = Array.from({ length: 200_000 }, (_, i) => 900_000 - i).join(',')

  const fields = Object.keys(exampleDocument()).map((field): [string, Change] => [
    field,
    document => (document[field] = LONG),
  ])
  test.each<[string, Change]>([
    ...fields,
    ['the event, with its seed', d => reseed(d, { eventId: LONG })],
    ['the public value, with its seed', d => reseed(d, { publicValue: LONG })],
    ['a field too many', d => (d[LONG] = 1)],
    ['an option too many', d => (d.options[LONG] = 1)],
    ['a pin', d => (d.pins[0] = LONG)],
    ['the code of a pin', d => (d.pins[0].code = LONG)],
    ['the reason of a pin', d => (d.pins[0].reason = LONG)],
    ['the code of two pins', d => freeze(d, `${CODE}|1|1|0\n`, pinsFor(CODE, CODE))],
    ['a code of the ranking', d => (d.ranking[3] = LONG)],
    ['a code of the result', d => (d.result[LONG] = 0)],
    ['a code of the result, and its amount', d => (d.result[LONG] = LONG)],
    ['a line of the roll', d => freeze(d, `${LONG}\n`)],
    ['a code of the roll', d => freeze(d, `${LONG}|1|1|0\n`)],
    ['a code that is there twice', d => freeze(d, `${CODE}|1|1|0\n${CODE}|2|1|0\n`)],
    ['a code out of order', d => freeze(d, `${CODE}|1|1|0\na|2|1|0\n`)],
    ['a size', d => freeze(d, `a|${LONG}|1|0\n`)],
    ['sizes that ascend in the end', d => freeze(d, `a|${SIZES},900000|1|0\n`)],
    ['a weight', d => freeze(d, `a|1|${LONG}|0\n`)],
    ['a priority', d => freeze(d, `a|1|1|${LONG}\n`)],
    ['a code that should be the first', d => freeze(d, `${CODE}|1|1|0\n`, { ranking: ['a'] })],
    ['a code without a result', d => freeze(d, `${CODE}|1|1|0\n`, { ranking: [CODE], result: {} })],
    [
      'a code with another result',
      d => freeze(d, `${CODE}|1|1|0\n`, { ranking: [CODE], result: { [CODE]: 9 } }),
    ],
  ])('%s', (_, change) => {
    const document = exampleDocument()
    change(document)
    const { steps } = verifyDraw(JSON.stringify(document))
    expect(JSON.stringify(steps).length).toBeLessThan(5000)
  })

  test('and all of a short one', () => {
    const document = exampleDocument()
    document.eventId = 'e'.repeat(80)
    expect(verifyDraw(JSON.stringify(document)).steps[0]?.finding).toContain(
      ` ${'e'.repeat(80)}, with`,
    )
  })

  type Change = (document: LooseDocument) => void

  function reseed(document: LooseDocument, over: object): void {
    Object.assign(document, over)
    document.seed = seedOfDraw(document as DrawInput)
  }

  /** A different roll, with every hash that depends on it. */
  function freeze(document: LooseDocument, roll: string, over: object = {}): void {
    const none = { pins: [], overrides: [], ranking: [], result: {} }
    reseed(document, { ...none, ...over, roll, rollHash: rollHashOf(roll) })
  }

  function pinsFor(...codes: string[]) {
    return { pins: codes.map(code => ({ code, amount: 1, reason: 'Host' })) }
  }
})

describe('a document that needs too much work is not verified', () => {
  const most = { hashes: 1000, cells: 100_000, looks: 1_000_000, bytes: 1_000_000 }
  const verify = (draw: DrawInput) => runToEnd(verifyDrawInSteps(undrawn(draw), { most }))
  const two = (over = {}) => ['a', 'b'].map(code => anEntry({ code, sizes: [9, 1], ...over }))

  test.each<[string, DrawInput]>([
    ['hashes', aDraw(two({ weight: 600 }))],
    ['entries times tickets', aDraw(two({ sizes: [90_000, 1] }), exact(100_000))],
    [
      'tickets that are mostly held back',
      aDraw(two({ sizes: [900_000_000] }), { ...exact(1_000_000_000), heldBack: 500_000_000 }),
    ],
    ['sizes', aDraw(two({ sizes: down(2000) }), exact(3000))],
    ['sizes, each of them counted', aDraw(two({ sizes: down(300) }), exact(500, 'even-shares'))],
  ])('%s', (_, draw) => {
    expect(verify(draw)).toBeNull()
  })

  test('but one within the limit is, up to the step that does not hold', () => {
    expect(verify(aDraw(two(), exact(10)))?.steps.at(-1)?.name).toBe('ranking')
  })

  function exact(capacity: number, rule: Rule = 'most-people') {
    return { rule, capacity }
  }

  function down(from: number) {
    return Array.from({ length: from }, (_, i) => from - i)
  }

  /** Nobody needs to have computed what they ask us to compute. */
  function undrawn(draw: DrawInput) {
    return formatDrawDocument({ ...draw, seed: seedOfDraw(draw), ranking: [], result: new Map() })
  }
})
