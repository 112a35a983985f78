import { spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { defaultRuntime } from './server.ts'

/** Deno resolves symlinks, so the module that loads the native library must really be there. */
const COPIED = /^(@libsql|libsql|drizzle-orm)$/

export type Ended = { code: number | null; stdout: string; stderr: string }

/** The app as installed and built, in a separate folder; remove it at the end. */
export function makeInstallation() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-installed-'))
  for (const name of ['build', 'scripts', 'package.json', 'package-lock.json'])
    cpSync(name, path.join(folder, name), { recursive: true })
  mkdirSync(path.join(folder, 'node_modules'))
  for (const name of readdirSync('node_modules')) {
    const [from, to] = [path.resolve('node_modules', name), path.join(folder, 'node_modules', name)]
    if (COPIED.test(name)) cpSync(from, to, { recursive: true })
    else symlinkSync(from, to)
  }
  return {
    folder,
    file: (...names: string[]) => path.join(folder, ...names),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    clear() {
      for (const name of readdirSync(folder))
        if (!/^(build|scripts|node_modules|package.*)$/.test(name))
          rmSync(path.join(folder, name), { recursive: true, force: true })
    },
    writeEnv: (text: string) => writeFileSync(path.join(folder, '.env'), text),
    start: (env: Record<string, string> = {}) => start(folder, env),
  }
}

function start(folder: string, env: Record<string, string>): Promise<Ended> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['scripts/serve.mjs', defaultRuntime()], {
    cwd: folder,
    env: {
      PATH,
      HOME,
      HOST: '127.0.0.1',
      PORT: '0',
      BEACON_URL: '',
      NO_COLOR: '1',
      ...env,
    } as never,
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', chunk => {
    said.stdout += chunk
    if (said.stdout.includes('"msg":"serving"')) child.kill('SIGTERM')
  })
  child.stderr.on('data', chunk => (said.stderr += chunk))
  return new Promise(resolve => child.once('close', code => resolve({ code, ...said })))
}
