// Runs the built server: `node scripts/serve.mjs [deno|node]`. `npm start` builds first; the Docker image starts here.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { denoProgram } from './dependencies.mjs'
import { root } from './shell.mjs'

/** Starts the server, hands on signals, and ends as it ends. */
export function serve(runtime) {
  process.chdir(root)
  if (process.env.NODE_ENV !== 'test' && existsSync('.env')) process.loadEnvFile('.env')
  const folders = dataFolders(process.env)
  for (const folder of folders) mkdirSync(folder, { recursive: true })
  const [program, args] = runtime === 'node' ? nodeCommand() : denoCommand(folders)
  const child = spawn(program, args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(() => child.kill('SIGTERM'))
  child.on('error', error => {
    console.error(`Cannot start: ${error.message}`)
    process.exit(1)
  })
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

/**
 * The folders that the server may write to: the database's, and the backups'.
 * @param {Record<string, string | undefined>} env
 * @returns {string[]}
 */
export function dataFolders({ DATABASE = './tickets.db', BACKUP_DIR, SECRET_KEY_FILE }) {
  const isRemote = /^(libsql|https?|wss?):/.test(DATABASE)
  const file = DATABASE.replace(/^file:(\/\/)?/, '')
  const folders = [
    ...(isRemote ? [] : [path.dirname(file)]),
    ...(BACKUP_DIR ? [BACKUP_DIR] : []),
    ...(SECRET_KEY_FILE ? [path.dirname(SECRET_KEY_FILE)] : []),
  ]
  return [...new Set(folders)]
}

/**
 * The permissions stand in package.json, once, for everybody to read; here its words become a command.
 * @param {string[]} folders
 * @returns {[program: string, args: string[]]}
 */
export function denoCommand(folders) {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  // A comma parts the folders of a permission; Deno reads two as one that belongs to a name.
  const list = folders.map(folder => folder.replaceAll(',', ',,')).join(',')
  const words = scripts['serve:deno'].split(' ').slice(1)
  const args = words.map(word => word.replace(/\$\{DATA_FOLDERS:-\.\}/, () => list || '.'))
  return [denoProgram(), args]
}

function nodeCommand() {
  return [process.execPath, ['build/server/node.js']]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(process.argv[2])
