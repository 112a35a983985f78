import { spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** Standard output belongs to the program that is started in the end. */
export function say(text) {
  console.error(text)
}

export function inherit(command, args) {
  const status = runToEnd(command, args, { stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(status)
}

/** @returns the exit code; a signal counts as 1. */
export function runToEnd(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    // On Windows npm and npx are .cmd files, which only a shell can start.
    shell: process.platform === 'win32',
    ...options,
  })
  if (done.error) say(`${command}: ${done.error.message}`)
  return done.status ?? 1
}

/** Keeps what a command prints, and shows it too unless told otherwise. @returns its exit code and its output */
export function runAndKeep(command, args, { env = {}, isShown = true } = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    for (const name of ['stdout', 'stderr'])
      child[name].on('data', chunk => {
        output += chunk
        if (isShown) process[name].write(chunk)
      })
    child.on('error', error => resolve({ status: 1, output: error.message }))
    child.on('close', code => resolve({ status: code ?? 1, output }))
  })
}

export function bin(name) {
  return path.join(root, 'node_modules/.bin', name)
}
