import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import bcrypt from 'bcryptjs'
import { freePort, type Runtime } from '../e2e/server.ts'
import { denoProgram } from '../scripts/dependencies.mjs'
import type { Script } from './recording.ts'
import { PASSWORD } from './season.ts'

/** Starts the bare handler on a copy of the season, with what the app said to the database for each page and form. */
export async function startBare(
  runtime: Runtime,
  database: string,
  { folder, script }: { folder: string; script: Script },
) {
  const port = await freePort()
  const styles = stylesheet()
  const file = path.join(folder, `${runtime}.json`)
  const forms = Object.fromEntries(
    Object.entries(script.forms).map(([name, form]) => [`/${name}`, form]),
  )
  // Any hash of the same cost would do: it is compared, and nothing else.
  const password = await bcrypt.hash(PASSWORD, 12)
  writeFileSync(
    file,
    JSON.stringify({
      ...script,
      forms,
      database,
      password,
      files: { [styles.address]: styles.text },
    }),
  )
  const [program, args] =
    runtime === 'node'
      ? [process.execPath, []]
      : [denoProgram(), ['run', '--no-prompt', '-A', '--cached-only']]
  const child = spawn(program, [...args, 'bench/bare.mjs', file, String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  process.on('exit', () => child.kill('SIGKILL'))
  const url = `http://localhost:${port}`
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(`${url}${styles.address}`).then(
        answer => answer.ok,
        () => false,
      )
    )
      break
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return { url, pid: child.pid, stop: () => child.kill('SIGTERM') }
}

export function stylesheet() {
  const folder = 'build/client/assets'
  const name = readdirSync(folder).find(each => /^styles-.*\.css$/.test(each)) ?? ''
  return { address: `/assets/${name}`, text: readFileSync(path.join(folder, name), 'utf8') }
}
