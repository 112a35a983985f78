import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installDependencies } from './dependencies.mjs'
import { bin, root, runToEnd, say } from './shell.mjs'

const SOURCES = [
  'app',
  'db',
  'server',
  'public',
  'package-lock.json',
  'vite.config.ts',
  'remix.config.js',
]
const LAST_BUILT = 'build/server/deno.js'

export function prepare() {
  const isStale = isBuildStale()
  installDependencies({ withDev: isStale })
  if (isStale) build()
}

export function build() {
  const status = tryToBuild()
  if (status !== 0) process.exit(status)
}

export function tryToBuild() {
  say('Building …')
  return runToEnd(bin('remix'), ['vite:build', '--logLevel', 'error'], {
    stdio: ['ignore', 2, 2],
    // With another value, or one in `.env`, Vite builds for development.
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

/** A folder without sources, such as the Docker image, cannot be built. */
export function isBuildStale() {
  const built = path.join(root, LAST_BUILT)
  if (!existsSync(path.join(root, 'app'))) return false
  return (
    !existsSync(built) ||
    newest(SOURCES.map(each => path.join(root, each))) > statSync(built).mtimeMs
  )
}

/** The time of a folder shows deleted files. */
function newest(places) {
  return places.filter(existsSync).reduce((latest, place) => {
    const stat = statSync(place)
    const inside = stat.isDirectory()
      ? newest(readdirSync(place).map(name => path.join(place, name)))
      : 0
    return Math.max(latest, stat.mtimeMs, inside)
  }, 0)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installDependencies({ withDev: true })
  build()
}
