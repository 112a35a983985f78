import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatAfterLine, parseAfterLog } from '#app/allocation/after/line.ts'
import { replay } from '#app/allocation/after/replay.ts'
import { startAfter } from '#app/allocation/after/standing.ts'
import { parseRoll } from '#app/allocation/roll.ts'

const D = '/work/shared/data/'
test('ex2', () => {
  const d = JSON.parse(readFileSync(D + 'draw-example-2.json', 'utf8'))
  const text = readFileSync(D + 'after-example-2.txt', 'utf8')
  const lines = parseAfterLog(text)
  expect(lines.map(formatAfterLine).join('\n') + '\n').toBe(text)
  const roll = new Map(parseRoll(d.roll).map(e => [e.code, e]))
  const ranked = d.ranking.map((c: string) => ({
    code: c,
    sizes: roll.get(c)!.sizes,
    holding: d.result[c],
    wasSetToNone: false,
  }))
  const r = replay(
    startAfter(ranked, 13 - ranked.reduce((a: number, p: any) => a + p.holding, 0)),
    lines,
  )
  console.log(r.givenBefore, r.longestWait)
})
test('hand', () => {
  const text = readFileSync(D + 'after-example-by-hand.txt', 'utf8')
  const lines = parseAfterLog(text)
  expect(lines.map(formatAfterLine).join('\n') + '\n').toBe(text)
  const r = replay(startAfter([], 0), lines)
  console.log(r.givenBefore, r.longestWait)
})
