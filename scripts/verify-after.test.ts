import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAfterLog } from '#app/allocation/after/line.ts'
import { replay } from '#app/allocation/after/replay.ts'
import { startAfter, startByHand } from '#app/allocation/after/standing.ts'
import { parseRoll } from '#app/allocation/roll.ts'
import { readLog, replayLog, stateByHand, stateOfDraw } from './verify-after.mjs'

const DRAW = 'docs/draw-example-2.json'
const LOG = 'docs/after-example-2.txt'
const BY_HAND = 'docs/after-example-by-hand.txt'
const document = JSON.parse(readFileSync(DRAW, 'utf8'))
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function run(...args: string[]) {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/verify.mjs', ...args], {
    encoding: 'utf8',
  })
  return { status, stdout }
}

function headOf(log: string, until: number): string {
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, until)
  const start = log === LOG ? readFileSync(DRAW, 'utf8') : 'by-hand|ev-example'
  return lines.reduce((head, line) => sha256(`${head}|${line}`), sha256(start))
}

describe('the script', () => {
  test('replays the log of a draw, and names what went past the rule', () => {
    const { status, stdout } = run(DRAW, '--after', LOG, '--head', `81:${headOf(LOG, 81)}`)
    expect(stdout).toContain('After the decision: holds')
    expect(stdout).toContain('line 15 gave tickets while something fitted')
    expect(stdout).toContain(`159 lines, head ${headOf(LOG, 159)}`)
    expect(status).toBe(0)
  })

  test('replays the log of an event without a draw', () => {
    const { status, stdout } = run('--after', BY_HAND, '--event', 'ev-example')
    expect(stdout).toContain(`101 lines, head ${headOf(BY_HAND, 101)}`)
    expect(status).toBe(0)
  })

  test.each([
    [
      'another head',
      [DRAW, '--after', LOG, '--head', `81:${'0'.repeat(64)}`],
      'log, line 81: its head is',
    ],
    [
      'a line that is not there',
      [DRAW, '--after', LOG, '--head', `160:${'0'.repeat(64)}`],
      'there is no line 160',
    ],
    ['the log of another event', [DRAW, '--after', BY_HAND], 'After the decision: does not hold'],
    ['a document for a log', [DRAW, '--after', DRAW], 'log, line 1: has an unknown kind'],
  ])('refuses %s', (_, args, said) => {
    const { status, stdout } = run(...args)
    expect(stdout).toContain(said)
    expect(status).toBe(1)
  })

  test.each([
    [['--after', LOG]],
    [[DRAW, '--head', '1:x']],
    [[DRAW, '--after', LOG, '--event', 'e']],
  ])('is not called so: %j', args => {
    expect(run(...args)).toEqual({ status: 1, stdout: '' })
  })
})

function verdicts(log: string, text: string): boolean[] {
  const roll = new Map(parseRoll(document.roll).map(({ code, sizes }) => [code, sizes]))
  const ranked = document.ranking.map((code: string) => ({
    code,
    sizes: roll.get(code),
    holding: document.result[code],
    wasSetToNone: false,
  }))
  const asDrawn = log === LOG
  return [
    () => replay(asDrawn ? startAfter(ranked, 0) : startByHand(), parseAfterLog(text)),
    () =>
      replayLog(asDrawn ? stateOfDraw(document) : stateByHand(), readLog(text), {
        head: '',
        sha256,
        kept: undefined,
      }),
  ].map(each => {
    try {
      each()
      return true
    } catch (error) {
      expect(String(error)).toContain('log, line ')
      return false
    }
  })
}

/** One field of one line, from another line or by one more; or a line left out, doubled or moved. */
const changes = fc.record({
  line: fc.nat(200),
  other: fc.nat(200),
  field: fc.integer({ min: 1, max: 5 }),
  how: fc.constantFrom('copy', 'more', 'drop', 'double', 'swap'),
})

type Change = typeof changes extends fc.Arbitrary<infer T> ? T : never

function changed(text: string, { line, other, field, how }: Change): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .map(each => each.split('|').slice(1))
  const [a, b] = [line % lines.length, other % lines.length]
  const [one = [], two = []] = [lines[a], lines[b]]
  if (how === 'copy') one[field - 1] = two[field - 1] ?? ''
  else if (how === 'more') one[3] = String(Number(one[3]) + 1)
  else if (how === 'drop') lines.splice(a, 1)
  else if (how === 'double') lines.splice(a, 0, one)
  else [lines[a], lines[b]] = [two, one]
  return lines.map((each, index) => `${[index + 1, ...each].join('|')}\n`).join('')
}

test.each([LOG, BY_HAND])('both verifiers say the same of 400 changes of %s', log => {
  const text = readFileSync(log, 'utf8')
  const seen = { held: 0, refused: 0 }
  fc.assert(
    fc.property(changes, change => {
      const [engine, script] = verdicts(log, changed(text, change))
      expect(script).toBe(engine)
      seen[engine ? 'held' : 'refused'] += 1
    }),
    { numRuns: 400 },
  )
  expect(Math.min(seen.held, seen.refused)).toBeGreaterThan(5)
})

/** Nothing fits anybody, so that every line asks everybody who waits. */
function longLog(people: number, turns: number): string {
  const at = '2026-11-29T10:00:00Z'
  const codes = Array.from({ length: people }, (_, index) => `c${index}`)
  const lines = [
    'added|-|1|-',
    ...codes.map(code => `joined|${code}|2|-`),
    ...Array.from({ length: turns }, (_, index) => `rejoined|${codes[index % people]}|-|-`),
  ]
  return lines
    .map(line => {
      const [kind, ...rest] = line.split('|')
      return [at, kind, ...rest].join('|')
    })
    .map((line, index) => `${index + 1}|${line}\n`)
    .join('')
}

test('a log of 25,000 lines about 5,000 people takes less than 3 s of the processor', () => {
  const lines = readLog(longLog(5000, 20_000))
  const before = process.cpuUsage()
  const said = replayLog(stateByHand(), lines, { head: '', sha256, kept: undefined })
  expect(said[0]).toContain('25001 lines')
  expect(process.cpuUsage(before).user).toBeLessThan(3_000_000)
})
