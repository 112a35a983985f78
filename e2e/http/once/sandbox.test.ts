import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dataPlaces, denoCommand } from '../../../scripts/sandbox.mjs'
import { startServer } from '../../server.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'tickets-sandbox-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Files that a later start, or git, would run, and what else lies around. None exists. */
const TARGETS = [
  'vite.config.js',
  'app/intruder.ts',
  'build/server/intruder.js',
  'build/intruder',
  'node_modules/intruder.js',
  'scripts/intruder.mjs',
  '.git-intruder',
  '.npmrc-intruder',
  '../intruder',
  path.join(tmpdir(), 'intruder'),
]
const require = createRequire(import.meta.url)
const addonOfLibsql = () =>
  Object.keys(require.cache).find(file => file.endsWith('.node') && file.includes('@libsql'))

/** Removes the new files and returns them. */
function written(): string[] {
  const there = TARGETS.filter(file => existsSync(file))
  for (const file of there) rmSync(file)
  return there
}

test('code that gets into the server on Deno loads no library, runs no program and writes no file but data', async () => {
  require('libsql')
  const server = await startServer({
    runtime: 'deno',
    database: path.join(folder, 'tickets.db'),
    preload: 'e2e/http/door/intruder.mjs',
    env: {
      ADDON: addonOfLibsql() ?? '',
      TARGETS: JSON.stringify([...TARGETS, path.join(folder, 'allowed')]),
      BACKUP_EVERY_HOURS: '24',
    },
  })
  process.kill(server.pid ?? 0, 'SIGUSR2')
  await expect.poll(server.output, { timeout: 20_000 }).toMatch(/AFTER .*\n/)
  await server.stop()
  const outcomes = (when: string): Record<string, string> =>
    JSON.parse(new RegExp(`${when} (.*)`).exec(server.output())?.[1] ?? '')
  expect(written()).toEqual([])

  const {
    [path.join(folder, 'allowed')]: allowed,
    'extension by SQL': bySql,
    ...others
  } = outcomes('AFTER')
  expect(allowed).toBe('done')
  expect(bySql).toContain('not authorized')
  for (const [name, outcome] of Object.entries(others))
    expect(`${name}: ${outcome}`).toMatch(/: (extensions are off|Requires \w+ access)/)
  // Before the server turned it off, the driver itself opened the library and looked for its entry.
  expect(outcomes('BEFORE')['extension by its method']).toMatch(/undefined symbol/)
})

test.each([
  ['beside the program, as older versions had it', './tickets.db'],
  ['above it', '../tickets.db'],
  ['in its own folder', './data/tickets.db'],
  ['on a server', 'libsql://tickets.example.org'],
])('with the database %s nothing can be written that a later start runs', (_, DATABASE) => {
  const [program, args] = denoCommand(dataPlaces({ DATABASE }))
  const script = `for (const file of ${JSON.stringify(TARGETS)})
    try { Deno.writeTextFileSync(file, ''); console.log(file) } catch {}`
  const main = `data:text/javascript,${encodeURIComponent(script)}`
  const done = spawnSync(program, [...args.slice(0, -1), main], { encoding: 'utf8' })
  expect(done.stderr).toBe('')
  expect(done.stdout).toBe('')
  expect(written()).toEqual([])
})
