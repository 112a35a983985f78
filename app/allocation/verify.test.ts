import { expect, test } from 'vitest'
import { formatDrawDocument } from './document.ts'
import { completeDraw } from './draw.ts'
import { aDraw, EXAMPLE_JSON, TAMPERINGS, tampered } from './testing/documents.ts'
import { anEntry } from './testing/problems.ts'
import { VERIFICATION_STEPS, verifyDraw } from './verify.ts'

test('the example holds at every step', () => {
  const steps = verifyDraw(EXAMPLE_JSON)
  expect(steps.map(step => step.name)).toEqual(VERIFICATION_STEPS)
  expect(steps.every(step => step.holds)).toBe(true)
  expect(steps.at(-1)?.finding).toBe('37 tickets given, 3 held back, 0 left.')
})

test.each(TAMPERINGS)('$what is caught at $step', tampering => {
  const steps = verifyDraw(tampered(tampering))
  expect(steps.map(step => step.name)).toEqual(
    VERIFICATION_STEPS.slice(0, VERIFICATION_STEPS.indexOf(tampering.step) + 1),
  )
  expect(steps.filter(step => !step.holds).map(step => step.name)).toEqual([tampering.step])
})

test('what is no document at all fails at its form', () => {
  for (const json of ['', '{', 'null', '[]', '"x"', '{}']) {
    const steps = verifyDraw(json)
    expect(steps.map(step => [step.name, step.holds])).toEqual([['form', false]])
  }
})

test('a hash that does not match is shown beside the one that the document gives', () => {
  const [otherSecret] = TAMPERINGS.filter(({ what }) => what === 'another secret')
  const failing = verifyDraw(tampered(otherSecret as never)).at(-1)
  expect(failing?.hash?.formula).toBe('sha256(secret)')
  expect(failing?.hash?.computed).not.toBe(failing?.hash?.given)
})

test('codes that look like numbers or like words of JavaScript are codes like any other', () => {
  const entries = ['10', '9', 'constructor', 'tostring'].map(code => anEntry({ code }))
  const draw = aDraw(entries, {
    capacity: 2,
    pins: [{ code: 'constructor', amount: 1, reason: 'Host' }],
  })
  const json = formatDrawDocument(completeDraw(draw))
  expect(verifyDraw(json).every(step => step.holds)).toBe(true)
  const codes = [...json.slice(json.indexOf('"result"')).matchAll(/"(\w+)": \d/g)].map(m => m[1])
  expect(codes).toEqual(completeDraw(draw).ranking)
})
