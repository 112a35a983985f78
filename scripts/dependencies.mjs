import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { inherit, root, say } from './shell.mjs'

/**
 * Compares versions, not times, so that a copied or cached node_modules counts for what it holds.
 * @param {{ withDev: boolean }} options withDev: also what only builds and tests need.
 */
export function installDependencies({ withDev }) {
  const missing = missingPackages(withDev)
  if (missing.length > 0) {
    say(`Installing ${missing.length === 1 ? missing[0] : `${missing.length} packages`} …`)
    inherit('npm', ['ci', '--no-audit', '--no-fund', ...(withDev ? ['--include=dev'] : [])])
  }
  for (const binary of installedBinaries) ensureBinary(binary)
}

/** Their install step links a program for this machine; npm may be told to skip such steps. */
const installedBinaries = [
  { name: 'deno', file: 'deno', step: 'install.cjs' },
  { name: 'esbuild', file: 'bin/esbuild', step: 'install.js' },
]

/** The program itself, as the launcher that npm links does not forward signals. */
export function denoProgram() {
  const name = process.platform === 'win32' ? 'deno.exe' : 'deno'
  return path.join(root, 'node_modules/deno', name)
}

function ensureBinary({ name, file, step }) {
  const folder = path.join(root, 'node_modules', name)
  if (!existsSync(folder) || works(path.join(folder, file))) return
  execFileSync(process.execPath, [path.join(folder, step)], { cwd: folder, stdio: 'inherit' })
}

function works(program) {
  const runs = [program, `${program}.exe`].filter(existsSync)
  return runs.some(each => spawnSync(each, ['--version'], { stdio: 'ignore' }).status === 0)
}

function missingPackages(withDev) {
  const wanted = readPackages('package-lock.json')
  const installed = readPackages('node_modules/.package-lock.json')
  return Object.entries(wanted)
    .filter(([place, info]) => place !== '' && !info.optional && !info.devOptional)
    .filter(([, info]) => withDev || !info.dev)
    .filter(([place, info]) => installed[place]?.version !== info.version)
    .map(([place]) => place.replace(/^.*node_modules\//, ''))
}

function readPackages(file) {
  const whole = path.join(root, file)
  return existsSync(whole) ? JSON.parse(readFileSync(whole, 'utf8')).packages : {}
}
