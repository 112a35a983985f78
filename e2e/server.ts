import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { dataPlaces, denoCommand } from '../scripts/sandbox.mjs'
import { TEST_ENV } from './test-env.ts'

export type Runtime = 'deno' | 'node'
export type StartOptions = {
  runtime?: Runtime
  env?: Record<string, string>
  database?: string
  /** A module to load before the server, to make it slow or broken. */
  preload?: string
}
export type RunningServer = {
  url: string
  database: string
  pid: number | undefined
  output(): string
  setUpLink(): string
  /** Resolves with the exit code, or null after SIGKILL. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
// A runner ends its workers so after a failure: without this their servers would outlive them.
process.once('SIGTERM', () => process.exit(143))

/** Starts the built server on a free port and a new database, and waits until it is ready. */
export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(options)
    } catch (error) {
      // A port that was free may be taken before the server listens.
      if (tries === 3 || !/another program listens/.test(String(error))) throw error
    }
  }
}

async function startOnce(options: StartOptions): Promise<RunningServer> {
  const { child, ended, url, database } = await launchServer(options)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += chunk))
  await ready(url, child, () => output)
  return {
    url,
    database,
    pid: child.pid,
    output: () => output,
    setUpLink: () => /http\S+\/set-up\/\S+/.exec(output)?.[0] ?? '',
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

/** The same without waiting for it to be ready. */
export async function launchServer(options: StartOptions = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-e2e-'))
  const database = options.database ?? path.join(folder, 'tickets.db')
  const port = await freePort()
  const url = `http://localhost:${port}`
  const command = commandOf(options.runtime ?? defaultRuntime(), options.preload)
  const child = launch(command, {
    ...TEST_ENV,
    DATABASE: database,
    PORT: String(port),
    APP_URL: url,
    APP_TIME_ZONE: 'Europe/Berlin',
    BACKUP_EVERY_HOURS: '0',
    ...options.env,
  })
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
  running.add(child)
  void ended.then(() => {
    running.delete(child)
    rmSync(folder, { recursive: true, force: true })
  })
  return { child, ended, url, database }
}

export function defaultRuntime(): Runtime {
  return process.env.RUNTIME === 'node' ? 'node' : 'deno'
}

type Command = (env: Record<string, string>) => [program: string, args: string[]]

/** Deno gets the permissions that `npm start` gives it. */
function commandOf(runtime: Runtime, preload?: string): Command {
  if (runtime === 'node') {
    const first = preload ? ['--import', pathToFileURL(preload).href] : []
    return () => [process.execPath, [...first, 'build/server/node.js']]
  }
  return env => {
    const [program, [run = '', ...args]] = denoCommand(dataPlaces(env))
    return [program, [run, ...(preload ? ['--preload', preload] : []), ...args]]
  }
}

function launch(command: Command, env: Record<string, string>): ChildProcess {
  const environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    ...env,
  } as unknown as NodeJS.ProcessEnv
  return spawn(...command(env), { env: environment })
}

async function ready(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server did not start:\n${output()}`)
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok && output().includes('"serving"')) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  child.kill('SIGKILL')
  throw new Error(`the server was not ready in time:\n${output()}`)
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
