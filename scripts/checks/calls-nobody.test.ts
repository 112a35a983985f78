import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { TEST_ENV } from '../../e2e/test-env.ts'
import { readSources } from './sources.mjs'

const STARTS = /\b(spawn|execFile)\(/
const PROGRAM = /build\/server|serve\.mjs/

test('whatever tests and benches start fetches no rounds of drand', () => {
  expect(TEST_ENV.BEACON_URL).toBe('')
  const starters = readSources(['e2e', 'bench']).filter(
    ({ text }) => STARTS.test(text) && PROGRAM.test(text),
  )
  expect(starters.length).toBeGreaterThan(3)
  const callers = starters.filter(({ text }) => !/\.\.\.TEST_ENV|BEACON_URL: ''/.test(text))
  expect(callers.map(({ file }) => file)).toEqual([])
})

test.each(['Dockerfile', 'compose.yaml', 'fly.toml'])(
  '%s keeps the default of BEACON_URL',
  file => {
    expect(readFileSync(file, 'utf8')).not.toContain('BEACON_URL')
  },
)
