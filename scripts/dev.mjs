// `npm run dev`: builds and serves on Node, and does both again whenever a source changes. What runs is what runs in
// production, the handler in front included, which the framework's own development server would leave out.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import path from 'node:path'
import { prepare, tryToBuild } from './build.mjs'
import { readEnvironment } from './environment.mjs'
import { root } from './shell.mjs'

const FOLDERS = ['app', 'db', 'server', 'public']
/** Milliseconds: an editor writes several files at once. */
const CALM = 150

prepare()
let server = start()
let timer
let isBuilding = false
let isChanged = false

for (const folder of FOLDERS)
  watch(path.join(root, folder), { recursive: true }, (_, name) => {
    if (name && /\.test\.tsx?$/.test(name)) return
    clearTimeout(timer)
    timer = setTimeout(rebuild, CALM)
  })

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    server.once('exit', () => process.exit(0))
    server.kill(signal)
  })

async function rebuild() {
  isChanged = true
  if (isBuilding) return
  isBuilding = true
  while (isChanged) {
    isChanged = false
    // A source that does not build leaves the last good server running.
    if (tryToBuild() === 0) await restart()
  }
  isBuilding = false
}

async function restart() {
  const ended = server.exitCode === null && new Promise(resolve => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
  server = start()
}

function start() {
  const args = ['build/server/node.js', '--development']
  return spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: readEnvironment() })
}
