import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { verifyDraw } from '#app/allocation/document/verify.ts'
import { completeDraw } from '#app/allocation/draw.ts'
import { ACCEPTED, REFUSED } from '#app/allocation/testing/ambiguous.ts'
import { aDraw, EXAMPLE_JSON, TAMPERINGS, tampered } from '#app/allocation/testing/documents.ts'
import { anEntry } from '#app/allocation/testing/problems.ts'
import { RULES } from '#app/allocation/types.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const stepsOf = (stdout: string) => stdout.match(/^\d+\. .*$/gm) ?? []

function fileOf(json: string): string {
  const file = join(folder, 'draw.json')
  writeFileSync(file, json)
  return file
}

/** Runs the script in a thread, which starts sooner than a process; on a file, with nothing else at hand. */
async function verify(json: string) {
  const thread = new Worker('./scripts/verify.mjs', { argv: [fileOf(json)], env: {}, stdout: true })
  const [[status], stdout] = await Promise.all([once(thread, 'exit'), text(thread.stdout)])
  return { status, stdout, steps: stepsOf(stdout) }
}

/** Runs the script as a reader would. */
function verifyInProcess(file: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/verify.mjs', file], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr, steps: stepsOf(stdout) }
}

test('the example holds at every step', () => {
  const { status, stdout, steps } = verifyInProcess(fileOf(EXAMPLE_JSON))
  expect(steps).toEqual([
    '1. form: holds',
    '2. commitment: holds',
    '3. rollHash: holds',
    '4. roll: holds',
    '5. seed: holds',
    '6. pins and overrides: holds',
    '7. ranking: holds',
    '8. result: holds',
  ])
  expect(stdout).toContain('Every step holds.')
  expect(status).toBe(0)
})

test.each(TAMPERINGS)('$what is caught at $step', async tampering => {
  const { status, steps } = await verify(tampered(tampering))
  const name = tampering.step === 'byHand' ? 'pins and overrides' : tampering.step
  expect(steps.at(-1)).toBe(`${steps.length}. ${name}: does not hold`)
  expect(steps.slice(0, -1).every(step => step.endsWith(': holds'))).toBe(true)
  expect(status).toBe(1)
})

describe('refuses the same ambiguous documents as the program', () => {
  test.each(REFUSED)('refuses $what', async ({ json }) => {
    expect(verifyDraw(json).steps).toMatchObject([{ name: 'form', holds: false }])
    const { status, steps } = await verify(json)
    expect(steps).toEqual(['1. form: does not hold'])
    expect(status).toBe(1)
  })

  test.each(ACCEPTED)('accepts the example $what', async ({ json }) => {
    expect(verifyDraw(json).holds).toBe(true)
    expect((await verify(json)).status).toBe(0)
  })

  test('numbers of the roll have the same bound', async () => {
    const large = aDraw([anEntry({ code: 'a', sizes: [1_000_000_001] })])
    const json = JSON.stringify({ ...large, seed: large.secret, ranking: [], result: {} })
    expect(verifyDraw(json).steps.at(-1)).toMatchObject({ name: 'roll', holds: false })
    expect((await verify(json)).steps.at(-1)).toBe('4. roll: does not hold')
  })
})

describe('agrees with the program, with which it shares no code', () => {
  const lists = [[1], [2, 1], [2], [4, 2], [5, 3], [3, 2, 1], [6, 4, 2], [8, 7, 6, 5, 4, 3, 2, 1]]
  const entries = Array.from({ length: 120 }, (_, k) =>
    anEntry({ code: `${k}x`, sizes: lists[(k * k + k) % 8], weight: 1 + (k % 4), priority: k % 3 }),
  )
  const pins = [{ code: '7x', amount: 3, reason: 'Host' }]
  const contenders = RULES.flatMap(rule =>
    (rule === 'plain' ? [null, 1, 3] : [null]).map(cap => ({ rule, options: { cap } })),
  )
  test.each(contenders)('$rule, $options', async contender => {
    for (const capacity of [0, 41, 150, 350, 5_000]) {
      const held = Math.min(5, capacity)
      const over = { ...contender, capacity, heldBack: held, pins: capacity > 40 ? pins : [] }
      const { status, stdout } = await verify(
        formatDrawDocument(completeDraw(aDraw(entries, over))),
      )
      expect(stdout).toContain('Every step holds.')
      expect(status).toBe(0)
    }
  })
})

test('a file that is missing or not JSON exits with 1', () => {
  const odd = verifyInProcess(fileOf('{'))
  expect(odd.steps).toEqual(['1. form: does not hold'])
  const missing = verifyInProcess(join(folder, 'none.json'))
  expect(missing.status).toBe(1)
  expect(missing.stderr).toContain('none.json: cannot be read')
})
