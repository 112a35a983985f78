import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runToEnd } from '#app/allocation/run-to-end.ts'
import { parseLogHead } from './head.ts'
import { formatAfterLine, headByHand, nextHead, parseAfterLog } from './line.ts'
import { verifyWithLogInSteps } from './verify-with-log.ts'

const read = (name: string) => readFileSync(`docs/${name}`, 'utf8')
const document = read('draw-example-2.json')
const log = read('after-example-2.txt')
const byHand = read('after-example-by-hand.txt')
const ofHand = { of: { eventId: 'ev-example' }, log: byHand }

type Asked = Partial<Parameters<typeof verifyWithLogInSteps>[0]>

function verify(asked: Asked) {
  const given = { of: { document }, log, asked: {}, mostLooks: 10_000_000 }
  const found = runToEnd(verifyWithLogInSteps({ ...given, ...asked }))
  if (!found) throw new Error('too much')
  return found
}

const lastOf = (asked: Asked) => verify(asked).steps.at(-1)

function headAt(n: number): string {
  return parseAfterLog(byHand)
    .slice(0, n)
    .reduce((head, line) => nextHead(head, formatAfterLine(line)), headByHand('ev-example'))
}

test('a draw and its log hold, and what went past the rule is said', () => {
  const { holds, steps, log: identity } = verify({})
  expect(holds).toBe(true)
  expect(steps.map(({ name }) => name).slice(-4)).toEqual(['outside', 'log', 'logLines', 'logHead'])
  expect(steps.at(-3)?.finding).toBe(
    '159 lines, from 2026-11-30T01:18:36Z to 2026-12-04T12:49:39Z.',
  )
  expect(steps.at(-2)?.finding).toMatch(
    /^Every line is possible where it is, and every offer is what the rule gives\. After the last line, \d+ tickets are held, \d+ offered, and \d+ free\. An organizer gave tickets to a chosen person while they fitted somebody who waited: see line 15\. The longest time for which a ticket fitted somebody and was not offered is 27 minutes 48 seconds\.$/,
  )
  expect(steps.at(-1)?.finding).toContain('held against no check value from an email')
  expect(identity).toMatchObject({ eventId: JSON.parse(document).eventId, n: 159 })
})

test('a log by hand holds without a document', () => {
  expect(verify(ofHand)).toMatchObject({
    holds: true,
    log: { eventId: 'ev-example', n: 101, head: headAt(101) },
  })
})

test('an empty log says so', () => {
  expect(verify({ log: '' }).steps.at(-3)?.finding).toContain('The log is empty')
})

describe('a head that was kept', () => {
  const kept = (text: string) => ({ ...ofHand, kept: parseLogHead(text) })

  test.each([0, 1, 50, 101])('of line %i is found', n => {
    const found = lastOf(kept(`${n}:${headAt(n)}`))
    expect(found).toMatchObject({ holds: true, hash: { computed: headAt(n) } })
    expect(found?.finding).toContain(`The check value of line ${n} is the one that you kept.`)
  })

  test('of another line is refused', () => {
    const { holds, ...found } = verify(kept(`50:${headAt(51)}`))
    expect(holds).toBe(false)
    expect(found.log).toBeUndefined()
    expect(found.steps.at(-1)?.hash).toMatchObject({ computed: headAt(50), given: headAt(51) })
  })

  test('of a line after the last is refused', () => {
    expect(lastOf(kept(`102:${headAt(101)}`))).toMatchObject({
      holds: false,
      finding: 'check value: is of line 102, but the log ends with line 101',
    })
  })

  test.each(['', '5', `5:${'A'.repeat(64)}`, `05:${'a'.repeat(64)}`, `-1:${'a'.repeat(64)}`])(
    '%j is none',
    text => {
      expect(parseLogHead(text)).toBeUndefined()
    },
  )
})

describe('is refused at the first step that does not hold', () => {
  test.each([
    ['no log', { log: 'x' }, 'log', 'log, line 1: must end with a line feed'],
    ['a tampered line', { log: log.replace('|94xfyhpxhh|1|', '|cyhq9vicfd|1|') }, 'logLines', ''],
    ['the log of another event', { log: byHand }, 'logLines', 'log, line 2'],
  ] as const)('%s', (_, asked, name, said) => {
    const { holds, steps, notReached } = verify(asked)
    expect(holds).toBe(false)
    expect(steps.at(-1)).toMatchObject({ name, holds: false })
    expect(steps.at(-1)?.finding).toContain(said)
    expect(notReached).toContain('logHead')
  })

  test('a draw that does not hold leaves its log unread', () => {
    const { steps, notReached } = verify({ of: { document: '{}' } })
    expect(steps.map(({ name }) => name)).toEqual(['form'])
    expect(notReached).toContain('log')
  })

  test('a long line is quoted from its beginning only', () => {
    const code = 'z'.repeat(1_000_000)
    for (const line of [`${code}`, `1|2026-11-30T01:18:36Z|left|${code}|-|-`])
      expect(lastOf({ log: `${line}\n` })?.finding.length).toBeLessThan(300)
  })
})

describe('the work is bounded', () => {
  const instant = '2026-11-30T01:18:36Z'

  test('a log with a heap for everybody is too much', () => {
    const joined = Array.from({ length: 3000 }, (_, at) => `joined|c${at}|${at + 5000}|-`)
    const text = joined.map((line, at) => `${at + 1}|${instant}|${line}\n`).join('')
    expect(() => verify({ ...ofHand, log: text, mostLooks: 1_000_000 })).toThrow('too much')
    expect(verify({ ...ofHand, log: text }).holds).toBe(true)
  })

  test('long lists of sizes are struck out in no time', () => {
    const sizes = Array.from({ length: 120_000 }, (_, at) => 900_000 - at)
    const lines = [`joined|a|${sizes.join()}|-`, `sizes|a|${sizes.slice(1).join()}|-`]
    const text = lines.map((line, at) => `${at + 1}|${instant}|${line}\n`).join('')
    const began = performance.now()
    expect(verify({ ...ofHand, log: text }).holds).toBe(true)
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
