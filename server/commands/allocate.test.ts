import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXAMPLE_JSON, exampleDocument } from '#app/allocation/testing/documents.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'allocate-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Deno runs TypeScript directly, so this test needs no build. */
function run(script: string, ...args: string[]) {
  const deno = ['run', '--allow-read', script, ...args]
  return spawnSync('node_modules/.bin/deno', deno, { encoding: 'utf8' })
}

function allocate(json: string) {
  const file = join(folder, 'draw.json')
  writeFileSync(file, json)
  return run('server/commands/allocate.ts', file)
}

test('prints the example complete, byte for byte', () => {
  const { seed, ranking, result, ...input } = exampleDocument()
  const { status, stdout, stderr } = allocate(JSON.stringify(input))
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toBe(EXAMPLE_JSON)

  const file = join(folder, 'complete.json')
  writeFileSync(file, stdout)
  expect(run('scripts/verify.mjs', file).stdout).toContain('Every step holds.')
})

test('bad input exits with 1 and one line that names the place, and prints no draw', () => {
  const document = exampleDocument()
  document.roll = document.roll.replace('2,1|3|0', '1,2|3|0')
  const { status, stdout, stderr } = allocate(JSON.stringify(document))
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toBe('roll, line 1: sizes 1,2 must descend, and 2 follows 1\n')
})

test('no file, or a missing one, exits with 1', () => {
  expect(run('server/commands/allocate.ts').stderr).toBe('Usage: allocate FILE\n')
  const missing = run('server/commands/allocate.ts', join(folder, 'none.json'))
  expect(missing.status).toBe(1)
  expect(missing.stderr).toContain('none.json: cannot be read')
})
