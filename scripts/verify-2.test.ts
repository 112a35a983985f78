import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACCEPTED_2, REFUSED_2 } from '#app/allocation/testing/ambiguous-2.ts'
import { CONSISTENT_2 } from '#app/allocation/testing/consistent-2.ts'
import { GENUINE_JSON_2, remake, SMALL_X } from '#app/allocation/testing/remake.ts'
import { TAMPERINGS_2 } from '#app/allocation/testing/tamperings-2.ts'
import { CALLS, type Call, changed, genuine } from './testing/verify-calls.ts'

interface Verdict {
  readonly code: number
  readonly output: string
  readonly steps: string[]
}

let folder: string
const verdicts = new Map<string, Verdict>()

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-2-'))
  const tampered = TAMPERINGS_2.map(({ what, change }) => changed(`tampered: ${what}`, change))
  const consistent = CONSISTENT_2.map(({ what, change }) => changed(`consistent: ${what}`, change))
  const written = [...REFUSED_2, ...ACCEPTED_2].map(({ what, json }) => ({
    what: `written: ${what}`,
    json,
  }))
  runEach([...CALLS, ...tampered, ...consistent, ...written])
})
afterAll(() => rmSync(folder, { recursive: true }))

function runEach(calls: readonly Call[]): void {
  const args = calls.map(({ json, args: given = [] }, k) => [fileOf(`${k}.json`, json), ...given])
  const list = fileOf('calls', JSON.stringify(args))
  const { stdout, stderr } = run('node', ['scripts/testing/verify-each.mjs', list])
  expect(stderr).toBe('')
  JSON.parse(stdout).forEach(({ code, output }: Verdict, k: number) => {
    const { what } = calls[k] as Call
    expect(verdicts.has(what)).toBe(false)
    verdicts.set(what, { code, output, steps: output.match(/^\d+\. .*$/gm) ?? [] })
  })
}

function fileOf(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

function run(program: 'node' | 'deno', args: string[]) {
  const own = { node: process.execPath, deno: 'node_modules/.bin/deno' }[program]
  return spawnSync(own, args, { encoding: 'utf8' })
}

const verdictOn = (what: string) => verdicts.get(what) as Verdict
const linesOf = (what: string) =>
  verdictOn(what)
    .output.split('\n')
    .map(line => line.trim())

const STEPS = [
  '1. form: holds',
  '2. commitment: holds',
  '3. rollHash: holds',
  '4. roll: holds',
  '5. terms: holds',
  '6. termsHash: holds',
  '7. source: holds',
  '8. seed: holds',
  '9. pins and overrides: holds',
  '10. ranking: holds',
  '11. result: holds',
]

test('the example of another program holds at every step', () => {
  const { code, output, steps } = verdictOn('nothing')
  expect(steps).toEqual(STEPS)
  expect(output).toContain('Every step holds.')
  expect(output).toContain('consistent in itself')
  expect(code).toBe(0)
})

test.each(TAMPERINGS_2)('$what is refused at $step', ({ what, step }) => {
  const { code, steps } = verdictOn(`tampered: ${what}`)
  const name = step === 'byHand' ? 'pins and overrides' : step
  expect(steps.at(-1)).toBe(`${steps.length}. ${name}: does not hold`)
  expect(steps.slice(0, -1)).toEqual(STEPS.slice(0, steps.length - 1))
  expect(code).toBe(1)
})

test.each(CONSISTENT_2)('$what is consistent in itself', ({ what }) => {
  const { code, output, steps } = verdictOn(`consistent: ${what}`)
  expect(steps).toEqual(STEPS)
  expect(output).toContain('consistent in itself')
  expect(code).toBe(0)
})

test.each(REFUSED_2)('JSON with $what is refused', ({ what }) => {
  expect(verdictOn(`written: ${what}`)).toMatchObject({
    code: 1,
    steps: ['1. form: does not hold'],
  })
})

test.each(ACCEPTED_2)('JSON $what is accepted', ({ what }) => {
  expect(verdictOn(`written: ${what}`)).toMatchObject({ code: 0, steps: STEPS })
})

describe('held against what was given from outside', () => {
  test('all of it', () => {
    const { code, output, steps } = verdictOn('a mail')
    expect(steps).toEqual([...STEPS, '12. from outside: holds'])
    expect(linesOf('a mail')).toContain('given, and holds: commitment, rollHash, termsHash, line')
    expect(linesOf('a mail')).toContain('not given: nothing')
    expect(output).not.toContain('consistent in itself')
    expect(code).toBe(0)
  })

  test('some of it, and what was not given is named', () => {
    expect(linesOf('a receipt')).toContain('given, and holds: commitment')
    expect(linesOf('a receipt')).toContain('not given: rollHash, termsHash, line')
    expect(verdictOn('a receipt').code).toBe(0)
    expect(verdictOn('spaces around').code).toBe(0)
  })

  test.each([
    ['another commitment', 'commitment: the document says'],
    ['another roll hash', 'rollHash: the document says'],
    ['another terms hash', 'termsHash: the document says'],
    ['another line', 'line "fiancwi8wv|4,2,1|2|0" is not on the roll'],
    ['a part of a line', 'line "iancwi8wv|4,2|2|0" is not on the roll'],
    ['two lines', 'is not on the roll'],
    ['an empty line', 'line "" is not on the roll'],
    ['forged, a receipt', 'commitment: the document says'],
    ['version 1, a terms hash', 'termsHash: a document of version 1 has none'],
  ])('%s is refused, and named', (what, finding) => {
    const { code, output, steps } = verdictOn(what)
    expect(steps.at(-1)).toBe(`${steps.length}. from outside: does not hold`)
    expect(output).toContain(finding)
    expect(output).toContain('This draw is not as published.')
    expect(code).toBe(1)
  })

  test('a forged document without a flaw is consistent in itself, and no more', () => {
    expect(verdictOn('forged').output).toContain('consistent in itself')
    expect(verdictOn('forged').code).toBe(0)
  })
})

describe('what it says', () => {
  test('of version 1', () => {
    const { code, output, steps } = verdictOn('version 1')
    expect(output).toContain('rule, capacity, held-back tickets and pins were bound by nothing')
    expect(output).toContain('consistent in itself')
    expect(steps).toHaveLength(8)
    expect(code).toBe(0)
    expect(verdictOn('version 1, a line').steps.at(-1)).toBe('9. from outside: holds')
  })

  test('of numbers, and of no source', () => {
    expect(verdictOn('numbers')).toMatchObject({ code: 0, steps: STEPS })
    expect(linesOf('numbers')).toContain('look them up: Lotto: all six')
    expect(verdictOn('none')).toMatchObject({ code: 0, steps: STEPS })
    expect(linesOf('none')).toContain('whoever holds the secret could have tried others')
  })

  test('of an unknown chain', () => {
    const { code, output, steps } = verdictOn('unknown chain')
    expect(steps.at(-1)).toBe('7. source: does not hold')
    expect(output).toContain('unknown chain')
    expect(code).toBe(1)
  })

  test('of a signature with x + p: that it has another form, not that it is false', () => {
    expect(verdictOn('tampered: for a signature with x + p').output).toContain('canonical form')
    expect(verdictOn('consistent: another real round').output).toContain(`${SMALL_X.round}`)
  })

  test.each(['locked', 'locked, a mail', 'locked for numbers'])(
    'of a document that is %s',
    what => {
      const { code, output, steps } = verdictOn(what)
      expect(steps.every(step => step.endsWith(': holds'))).toBe(true)
      expect(steps.slice(0, 7)).toEqual(STEPS.slice(0, 7))
      expect(output).toContain('complete but for the value')
      expect(output).not.toContain('Every step holds')
      expect(code).toBe(1)
    },
  )

  test('of a locked one that is not the one of the mail, or waits for nothing', () => {
    expect(verdictOn('locked, another mail').steps.at(-1)).toMatch(/from outside: does not hold$/)
    expect(verdictOn('locked for nothing').steps.at(-1)).toBe('7. source: does not hold')
    expect(verdictOn('locked for nothing').output).not.toContain('complete')
  })

  test.each(['too many hashes', 'too many cells'])('of %s: no verdict', what => {
    const { code, output, steps } = verdictOn(what)
    expect(steps.at(-1)).toBe('10. ranking: not checked')
    expect(output).toContain('too much work')
    expect(output).toContain('No verdict.')
    expect(code).toBe(2)
  })

  test.each(['an unknown option', 'two files'])('of %s: how it is used', what => {
    expect(verdictOn(what).output).toContain('Usage: verify FILE')
    expect(verdictOn(what).code).toBe(1)
  })

  test('never a sign that moves the cursor', () => {
    expect(verdictOn('a text that moves the cursor').output).not.toMatch(/\p{Cc}(?<!\n)/u)
  })
})

describe('the one file by itself', () => {
  const other = () =>
    fileOf(
      'other.json',
      changed('', document => remake(document, { publicValueSource: SMALL_X_SOURCE })).json,
    )
  const SMALL_X_SOURCE = genuine().publicValueSource.replace('657413', '657414')

  test.each(['node', 'deno'] as const)(
    'on %s, without @noble/curves, says that it did not check',
    program => {
      const script = join(folder, 'alone.mjs')
      cpSync('scripts/verify.mjs', script)
      const { status, stdout } = run(program, [
        ...flagsOf(program),
        script,
        fileOf('g.json', GENUINE_JSON_2),
      ])
      expect(stdout).toContain('not checked: signature of round 657413')
      expect(status).toBe(0)
    },
  )

  test('on deno, with it, checks the signature', () => {
    const script = [...flagsOf('deno'), 'scripts/verify.mjs']
    const { status, stdout } = run('deno', [...script, fileOf('g.json', GENUINE_JSON_2)])
    expect(stdout).toContain('with its signature')
    expect(status).toBe(0)
    const refused = run('deno', [...script, other()])
    expect(refused.stdout).toContain('7. source: does not hold')
    expect(refused.status).toBe(1)
  })

  function flagsOf(program: 'node' | 'deno') {
    return program === 'deno' ? ['run', '--no-prompt', '--allow-read'] : []
  }
})
