// Runs the built server: `node scripts/serve.mjs [deno|node]`. `npm start` builds first; the Docker image starts here.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { readEnvironment, refuseToStart } from './environment.mjs'
import { dataPlaces, denoCommand } from './sandbox.mjs'
import { root } from './shell.mjs'

/** Starts the server, hands on signals, and ends as it ends. */
export function serve(runtime) {
  process.chdir(root)
  // What the server and its runtime write is for its user alone; it makes its own files so however it is started.
  process.umask(0o077)
  const env = readEnvironment()
  const [program, args] = commandOf(runtime, env)
  const child = spawn(program, args, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(() => child.kill('SIGTERM'))
  child.on('error', error => refuseToStart([error.message]))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

/** npm hands a signal to the shell between us, which ends without handing it on: then our parent changes. */
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
