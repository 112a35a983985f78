import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultRuntime, freePort } from '../../server.ts'
import { TEST_ENV } from '../../test-env.ts'

const DESCRIPTORS = 256
const folder = mkdtempSync(path.join(tmpdir(), 'tickets-descriptors-'))
let child: ChildProcess
let ended: Promise<number | null>
let url = ''
let output = ''

beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}`
  const limited = `ulimit -n ${DESCRIPTORS}; exec "$0" scripts/serve.mjs ${defaultRuntime()}`
  child = spawn('bash', ['-c', limited, process.execPath], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...TEST_ENV,
      DATABASE: path.join(folder, 'tickets.db'),
      PORT: String(port),
      APP_URL: url,
      BACKUP_EVERY_HOURS: '0',
    } as unknown as NodeJS.ProcessEnv,
  })
  ended = new Promise(resolve => child.once('exit', resolve))
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', data => (output += data))
  await until(isReady)
})

afterAll(async () => {
  child.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true, force: true })
})

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server has ended:\n${output}`)
    if (await holds()) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`it never came to that:\n${output}`)
}

const isReady = () =>
  fetch(`${url}/readyz`, { headers: { Connection: 'close' } }).then(
    answer => answer.ok,
    () => false,
  )

/** Idle connections; resolves when each is open or refused. */
async function openMany(many: number): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: many }, () => {
      const socket = connect(Number(new URL(url).port), 'localhost')
      return new Promise<Socket>(resolve => {
        socket.once('connect', () => resolve(socket))
        socket.on('error', () => resolve(socket))
      })
    }),
  )
}

/** A reopened listener may meet one more refused connection before all of them have gone. */
const showsPage = () =>
  fetch(`${url}/login`).then(
    answer => answer.status === 200,
    () => false,
  )

const serversStarted = () => output.split('"msg":"serving"').length - 1

test('more connections than descriptors, again and again, end no server; when they go it answers', async () => {
  for (let round = 0; round < 3; round += 1) {
    const sockets = await openMany(2 * DESCRIPTORS)
    for (const socket of sockets) socket.destroy()
    await until(showsPage)
  }
  expect(child.exitCode).toBe(null)
  expect(serversStarted()).toBe(1)
})

test('it still stops in order', async () => {
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})
