import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** @returns its address, and what ends it */
export async function launchLibsql(database: string, env: Record<string, string>) {
  const script = 'e2e/durability/races/after/libsql-process.ts'
  const child = spawn(
    'node_modules/.bin/vite-node',
    ['--config', 'bench/vite.config.ts', '--script', script],
    { env: { ...process.env, ...env, FILE: database }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  process.on('exit', () => child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  return { url: String(said).trim(), stop: () => child.kill() }
}
