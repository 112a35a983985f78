import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const lock: Record<string, { version?: string; optionalDependencies?: Record<string, string> }> =
  read('package-lock.json').packages

/** Every installed version of a package, however deep. */
function versionsOf(name: string): string[] {
  const places = Object.entries(lock).filter(([place]) => place.endsWith(`node_modules/${name}`))
  return [...new Set(places.map(([, info]) => info.version ?? ''))]
}

// Remix itself asks for versions with published advisories; we pin the last release of Remix.
test.each([
  ['@remix-run/node', '2.17.5'],
  ['@remix-run/react', '2.17.5'],
  ['@remix-run/dev', '2.17.5'],
  ['@remix-run/server-runtime', '2.17.5'],
  ['@remix-run/router', '1.23.4'],
  ['turbo-stream', '2.4.1'],
  ['react-router', '6.30.6'],
  ['react-router-dom', '6.30.6'],
])('%s is %s everywhere', (name, version) => {
  expect(versionsOf(name)).toEqual([version])
})

test('every dependency is pinned to one version', () => {
  const { dependencies, devDependencies } = read('package.json')
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
    expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+$/)
})

test('the lock file names the packages of every platform, as npm ci requires', () => {
  const missing = Object.values(lock)
    .flatMap(info => Object.keys(info.optionalDependencies ?? {}))
    .filter(name => versionsOf(name).length === 0)
  expect(missing).toEqual([])
})
