import { readFileSync } from 'node:fs'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { completeDraw } from '#app/allocation/draw.ts'
import { aDraw } from '#app/allocation/testing/documents.ts'
import { anEntry } from '#app/allocation/testing/problems.ts'
import type { Rule } from '#app/allocation/types.ts'

type Overrides = Parameters<typeof anEntry>[0]

/** A consistent document but for its result, which takes long to find out. */
function longDocument(rule: Rule, capacity: number, entries: Overrides[]): string {
  const input = aDraw(entries.map(anEntry), { rule: 'plain', capacity })
  return formatDrawDocument({ ...completeDraw(input), rule })
}

const crowd = (people: number, sizes: number[]) =>
  Array.from({ length: people }, (_, i) => ({ code: i.toString(36).padStart(3, '0'), sizes }))
const down = (many: number) => Array.from({ length: many }, (_, i) => many - i)

/** Some 6 of them ended a server of 512 MB on Deno when it ended a thread that worked too long. */
export const TABLES = [
  longDocument('most-people', 9000, crowd(12_000, [3, 2, 1])),
  longDocument('even-shares', 9000, crowd(12_000, [4, 2, 1])),
]

/** Large or long in other ways: hashes, one endless list of sizes, one endless row, only brackets. */
export const OTHER_SHAPES = [
  longDocument('plain', 10, [{ code: 'a', weight: 200_000 }]),
  longDocument('fair-share', 1_000_000_000, [{ code: 'a', sizes: down(100_000) }]),
  longDocument('fill', 70_000, [
    { code: 'a', sizes: down(5000) },
    { code: 'b', sizes: [69_999] },
  ]),
  `[${'[],'.repeat(600_000)}[]]`,
  '['.repeat(1_900_000),
  `{${down(170_000)
    .map(n => `"${n.toString(36)}":{}`)
    .join(',')}}`,
]

export const HONEST = longDocument('plain', 10, crowd(20, [2, 1]))

export function mostMemoryOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1024
}
