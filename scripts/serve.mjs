// `node scripts/serve.mjs [deno|node]` runs the built server. `npm start` builds first; the Docker image starts here.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { readEnvironment, refuseToStart } from './environment.mjs'
import { dataPlaces, denoCommand } from './sandbox.mjs'
import { root } from './shell.mjs'

export function serve(runtime) {
  process.chdir(root)
  // The runtime's files are for their user alone; the server sets the modes of its own.
  process.umask(0o077)
  const env = readEnvironment()
  const [program, args] = commandOf(runtime, env)
  const child = spawn(program, args, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(() => child.kill('SIGTERM'))
  child.on('error', error => refuseToStart([error.message]))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

/** npm signals the shell between us, which ends without forwarding it; then our parent changes. */
function stopWithNpm(stop) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    stop()
  }, 250)
  watch.unref()
}

function commandOf(runtime, env) {
  if (runtime === 'node') return [process.execPath, ['build/server/node.js']]
  try {
    return denoCommand(dataPlaces(env))
  } catch (error) {
    return refuseToStart([error.message])
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(process.argv[2])
