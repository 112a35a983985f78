import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import bcrypt from 'bcryptjs'
import { freePort, type Runtime } from '../e2e/server.ts'
import { denoProgram } from '../scripts/dependencies.mjs'
import type { Script } from './recording.ts'
import { PASSWORD } from './season.ts'

export async function startBare(
  runtime: Runtime,
  database: string,
  { folder, script }: { folder: string; script: Script },
) {
  const port = await freePort()
  const file = path.join(folder, `${runtime}.json`)
  await writeScript(file, database, script)
  const [program, args] =
    runtime === 'node'
      ? [process.execPath, []]
      : [denoProgram(), ['run', '--no-prompt', '-A', '--cached-only']]
  const child = spawn(program, [...args, 'bench/bare.mjs', file, String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  process.on('exit', () => child.kill('SIGKILL'))
  const url = `http://localhost:${port}`
  await waitUntilServed(url)
  return { url, pid: child.pid, stop: () => child.kill('SIGTERM') }
}

async function writeScript(file: string, database: string, script: Script): Promise<void> {
  const styles = stylesheet()
  const forms = Object.fromEntries(
    Object.entries(script.forms).map(([name, form]) => [`/${name}`, form]),
  )
  // Any hash of the same cost would do, as it is only compared.
  const password = await bcrypt.hash(PASSWORD, 12)
  const files = { [styles.address]: styles.text }
  writeFileSync(file, JSON.stringify({ ...script, forms, database, password, files }))
}

async function waitUntilServed(url: string): Promise<void> {
  const { address } = stylesheet()
  for (let tries = 0; tries < 100; tries += 1) {
    const isServed = await fetch(`${url}${address}`).then(
      answer => answer.ok,
      () => false,
    )
    if (isServed) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

export function stylesheet() {
  const folder = 'build/client/assets'
  const name = readdirSync(folder).find(each => /^styles-.*\.css$/.test(each)) ?? ''
  return { address: `/assets/${name}`, text: readFileSync(path.join(folder, name), 'utf8') }
}
