import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseJson, readDrawDocument } from '#app/allocation/document/document.ts'
import { startOfDraw } from './decided.ts'
import { type AfterLine, formatAfterLine, parseAfterLog } from './line.ts'
import { replay } from './replay.ts'
import { startAfter, startByHand } from './standing.ts'

const read = (name: string) => readFileSync(`docs/${name}`, 'utf8')
const draw = readDrawDocument(parseJson(read('draw-example-2.json')))
const sealed = parseAfterLog(read('after-example-2.txt'))
const byHand = parseAfterLog(read('after-example-by-hand.txt'))

const replaySealed = (lines: readonly AfterLine[]) => replay(startOfDraw(draw), lines)
const replayByHand = (lines: readonly AfterLine[]) => replay(startByHand(), lines)

describe('the examples, made by another program', () => {
  test.each([
    ['after-example-2.txt', sealed],
    ['after-example-by-hand.txt', byHand],
  ])('%s is read and written to the byte', (name, lines) => {
    expect(lines.map(line => `${formatAfterLine(line)}\n`).join('')).toBe(read(name))
  })

  test('replay, and what was given past the rule is named', () => {
    expect(replaySealed(sealed)).toMatchObject({ givenBefore: [15], longestWait: 1668 })
    expect(replayByHand(byHand)).toMatchObject({ givenBefore: [], longestWait: 934 })
  })

  test('no ticket is lost or made', () => {
    const { people, free } = replaySealed(sealed).after
    const held = [...people.values()].map(({ holding, offer }) => holding + (offer?.tickets ?? 0))
    const moved = sealed.map(({ kind, tickets }) =>
      kind === 'added' ? tickets : kind === 'removed' ? -tickets : 0,
    )
    const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0)
    expect(sum(held) + free).toBe(draw.capacity - draw.heldBack + sum(moved))
  })
})

describe('more given than there is, as where holdings were moved in', () => {
  const log = (...lines: string[]) =>
    parseAfterLog(
      lines
        .map((line, index) => {
          const [instant = '', rest = ''] = line.split('|', 1).concat(line.slice(9))
          return `${index + 1}|2026-05-01T${instant}Z|${rest}\n`
        })
        .join(''),
    )
  const finalized = ['12:00:00|added|-|2|-', '12:00:00|joined|a|4|-', '12:00:00|given|a|3|-']

  test('is allowed to the lines of finalizing by hand, and nothing is offered until it is made good', () => {
    expect(replayByHand(log(...finalized)).after.free).toBe(-1)
    const later = ['13:00:00|joined|b|1|-', '13:00:00|added|-|2|-']
    const offered = '13:00:00|offered|b|1|2026-05-02T12:00:00Z'
    expect(replayByHand(log(...finalized, ...later, offered)).after.free).toBe(0)
    expect(() => replayByHand(log(...finalized, ...later.slice(0, 1), offered))).toThrow(
      /line 5: the rule offers nothing more/,
    )
  })

  test.each([
    ['later', ['12:00:01|given|a|1|-'], /line 4: given takes more than the -1 free/],
    [
      'after another act of the same instant',
      ['12:00:00|left|a|-|-', '12:00:00|given|a|1|-'],
      /line 5: given takes more than the -1 free/,
    ],
    ['by taking tickets out', ['12:00:00|removed|-|1|-'], /line 4: removed takes more/],
  ])('is refused %s', (_, more, problem) => {
    expect(() => replayByHand(log(...finalized, ...more))).toThrow(problem)
  })

  test('is refused after a draw', () => {
    expect(() => replay(startAfter([], 0), log(...finalized))).toThrow(/line 3: given takes more/)
  })
})

describe('what was tampered with is refused', () => {
  const HOUR = 3600
  const change = (n: number, fields: Partial<AfterLine>) => () =>
    replaySealed(sealed.map(line => (line.n === n ? { ...line, ...fields } : line)))
  const without =
    (...numbers: number[]) =>
    () =>
      replaySealed(sealed.filter(({ n }) => !numbers.includes(n)))
  const until = (n: number) => (sealed[n - 1] as AfterLine).until as number
  const at = (n: number) => (sealed[n - 1] as AfterLine).at

  test.each([
    ['an instant that goes back', change(3, { at: at(2) - 1 }), /line 3: comes before/],
    [
      'an offer to somebody else',
      change(2, { code: 'cyhq9vicfd' }),
      /line 2: the rule offers 1 to/,
    ],
    ['a smaller offer', change(24, { tickets: 1 }), /line 24: the rule offers 2/],
    ['an offer left out of a dealing', without(24), /line 24: the rule offers 2 to q4mpea8qa6 too/],
    [
      'two offers in another sequence',
      () =>
        replaySealed(
          sealed.map((line, index) =>
            index === 22 ? { ...line, code: 'q4mpea8qa6', tickets: 2 } : line,
          ),
        ),
      /line 23: the rule/,
    ],
    [
      'an offer of 58 minutes',
      change(2, { until: at(2) + 58 * 60 }),
      /line 2: offered leaves less than 59/,
    ],
    [
      'an offer shortened to 58 minutes',
      change(78, { until: at(78) + 58 * 60 }),
      /line 78: shortened leaves/,
    ],
    [
      'an offer made longer',
      change(78, { until: until(74) + HOUR }),
      /line 78: shortened does not shorten/,
    ],
    [
      'accepting at the end',
      change(13, { at: until(10) }),
      /line 14: comes before|line 13: accepted comes at/,
    ],
    ['accepting more than was offered', change(8, { tickets: 2 }), /line 8: accepted takes more/],
    ['accepting what is not listed', change(19, { tickets: 2 }), /line 20|line 19: returned/],
    ['running out before the end', change(6, { at: until(2) - 1 }), /line 6: expired comes before/],
    ['running out with another number', change(6, { tickets: 2 }), /line 6: expired is about 1/],
    ['returning more than is held', change(1, { tickets: 2 }), /line 1: returned takes more/],
    ['giving more than is free', change(15, { tickets: 9 }), /line 15: given takes more/],
    ['removing more than is free', change(39, { tickets: 99 }), /line 39: removed takes more/],
    ['taking before the last call', without(81), /line 82: taken outside the last call/],
    ['an offer in the last call', without(90), /line 91: offered in the last call/],
    ['a last call that never began ends', without(81, 82, 87), /line 90: resumed ends/],
    ['a size added', change(47, { sizes: [9, 8] }), /line 47: sizes adds a size/],
    ['joining twice', change(53, { code: '65f5xm3ppw' }), /line 53: joined is about 65f5xm3ppw/],
    ['somebody unknown', change(1, { code: 'nobody' }), /line 1: returned is about nobody/],
    ['declining without an offer', change(68, { code: 'g97gcbcdj6' }), /line 68: declined without/],
    ['an end left out', without(6), /line 7/],
  ])('%s', (_, run, problem) => {
    expect(run).toThrow(problem)
  })
})

test.each([
  ['2|2026-11-30T01:18:36Z|returned|a|1|-\n', /must have the number 1/],
  ['1|2026-11-30T01:18:36Z|returned|a|1|-', /must end with a line feed/],
  ['1|2026-11-30T01:18:36Z|gone|a|1|-\n', /unknown kind/],
  ['1|2026-11-30T01:18:36Z|returned|a|01|-\n', /is not a line of the kind returned/],
  ['1|2026-11-30T01:18:36Z|returned|a|-|-\n', /is not a line of the kind returned/],
  ['1|2026-11-30T01:18:36Z|returned|A|1|-\n', /is not a line of the kind returned/],
  ['1|2026-02-30T01:18:36Z|returned|a|1|-\n', /is no instant/],
  ['1|2026-11-30T01:18:36Z|joined|a|1,2|-\n', /must descend/],
  ['1|2026-11-30T01:18:36Z|left|a|1|-\n', /is not a line of the kind left/],
  ['1|2026-11-30T01:18:36Z|offered|a|1|-\n', /is not a line of the kind offered/],
  ['1|2026-11-30T01:18:36Z|resumed|-|-|-|-\n', /is not a line of the kind resumed/],
])('%s is refused', (text, problem) => {
  expect(() => parseAfterLog(text)).toThrow(problem)
})
