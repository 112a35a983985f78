// `npm run bench`: every page and three forms of the built app beside a bare handler, on Deno and on Node.
// `npm run bench -- --seconds=2 --runtime=node` for less; `npm run bench -- allocation` for the engine.
import { spawn } from 'node:child_process'
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { argv } from 'node:process'
import { parseArgs } from 'node:util'
import { freePort, type Runtime, startServer } from '../e2e/server.ts'
import { denoProgram } from '../scripts/dependencies.mjs'
import { gridBody, readGrid } from './forms.ts'
import { type Measured, measureForm, measurePage } from './measure.ts'
import { ASK, pagesOf, recordApp, type Script, visitorWith } from './recording.ts'
import { makeSeason, PASSWORD, type Person, type Season } from './season.ts'

const ENV = {
  NODE_ENV: 'production',
  SECRET_KEY: 'only-for-the-bench-0123456789-0123456789',
  TRUSTED_PROXIES: '1',
}
/** Rounds of each form: a hash of a password costs a quarter of a second. */
const ROUNDS = { 'sign-in': 20, ask: 200, grid: 60 }
const FORM_NAMES = { 'sign-in': 'sign in', ask: 'make a request', grid: 'save the grid' }

type Setting = {
  folder: string
  season: Season
  script: Script
  recordedMember: Person
  seconds: number
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: argv.slice(2).filter(word => word.startsWith('--')),
    // The runner leaves its own options among ours.
    strict: false,
    options: { seconds: { type: 'string', default: '4' }, runtime: { type: 'string' } },
  })
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-bench-'))
  try {
    const seeded = path.join(folder, 'season.db')
    const season = await makeSeason(path.join(folder, 'seeding.db'), seeded, ENV)
    const recording = path.join(folder, 'recording.db')
    copyFileSync(seeded, recording)
    const setting = {
      folder,
      season,
      seconds: Number(values.seconds),
      ...(await recordApp(recording, season, ENV)),
    }
    console.log(
      `\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`,
    )
    for (const runtime of values.runtime
      ? [values.runtime as Runtime]
      : (['deno', 'node'] as const))
      await measureRuntime(runtime, setting)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureRuntime(runtime: Runtime, setting: Setting): Promise<void> {
  const { folder, season, seconds } = setting
  const [database, bareDatabase] = ['app', 'bare'].map(name => {
    const copy = path.join(folder, `${runtime}-${name}.db`)
    copyFileSync(path.join(folder, 'season.db'), copy)
    return copy
  }) as [string, string]
  const app = await startServer({ runtime, database, env: ENV })
  const bare = await startBare(runtime, bareDatabase, setting)
  printHead(runtime)
  const styles = stylesheet()
  const pages = [
    ...pagesOf(season),
    { name: 'static file', address: styles.address, cookie: undefined },
  ]
  for (const { name, address, cookie } of pages) {
    const yardstick = await measurePage(bare.url + address, undefined, seconds)
    print(name, await measurePage(app.url + address, cookie, seconds), yardstick)
  }
  for (const [name, rounds] of Object.entries(ROUNDS)) {
    const form = name as keyof typeof ROUNDS
    const yardstick = await measureForm(rounds, async round =>
      bareForm(bare.url, form, round, setting),
    )
    print(
      FORM_NAMES[form],
      await measureForm(rounds, async round => appForm(app.url, form, round, season)),
      yardstick,
    )
  }
  bare.stop()
  await app.stop()
}

async function appForm(url: string, form: keyof typeof ROUNDS, round: number, season: Season) {
  if (form === 'sign-in') {
    // Another address and account each time: the limits of signing in are not what is measured.
    const headers = { 'X-Forwarded-For': `192.0.2.${round}` }
    const email = season.emails[1000 + round]
    return () =>
      visitorWith(url, undefined).post('/login', { email, password: PASSWORD }, { headers })
  }
  if (form === 'ask') {
    const member = visitorWith(url, season.members[round]?.cookie)
    return () => member.post(`/events/${season.openEventId}/request`, ASK)
  }
  const organizer = visitorWith(url, season.organizer.cookie)
  const grid = await readGrid(organizer, season.closedEventId)
  const body = gridBody(grid, round % 2 === 0 ? '2' : '1')
  return () => organizer.post(grid.url, {}, { body })
}

/** What the app wrote for the recorded member is written for another one each round. */
function bareForm(url: string, form: keyof typeof ROUNDS, round: number, setting: Setting) {
  const { season, recordedMember } = setting
  const other = season.members[round] as Person
  const swap = new URLSearchParams([
    [recordedMember.userId, other.userId],
    [recordedMember.email, other.email],
  ])
  const fields = form === 'grid' ? {} : { swap: swap.toString(), password: PASSWORD }
  return () => visitorWith(url, undefined).post(form, fields)
}

async function startBare(runtime: Runtime, database: string, { folder, script }: Setting) {
  const port = await freePort()
  const styles = stylesheet()
  const file = path.join(folder, `${runtime}.json`)
  const forms = Object.fromEntries(
    Object.entries(script.forms).map(([name, form]) => [`/${name}`, form]),
  )
  const password = await hashedPassword()
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
  return { url, stop: () => child.kill('SIGTERM') }
}

/** Any hash of the same cost would do: it is compared, and nothing else. */
async function hashedPassword(): Promise<string> {
  const { default: bcrypt } = await import('bcryptjs')
  return bcrypt.hash(PASSWORD, 12)
}

function stylesheet() {
  const folder = 'build/client/assets'
  const name = readdirSync(folder).find(each => /^styles-.*\.css$/.test(each)) ?? ''
  return { address: `/assets/${name}`, text: readFileSync(path.join(folder, name), 'utf8') }
}

const WIDTHS = [16, 10, 10, 10, 12, 10, 10, 10]

function printHead(runtime: Runtime): void {
  console.log(`\n${runtime}`)
  printRow(['', 'req/s', 'median', 'p99', 'bare req/s', 'median', 'p99', 'ratio'])
}

function print(name: string, app: Measured, bare: Measured): void {
  const times = ({ rate, median, p99 }: Measured) => [
    rate.toFixed(rate < 100 ? 1 : 0),
    ms(median),
    ms(p99),
  ]
  printRow([name, ...times(app), ...times(bare), (app.rate / bare.rate).toFixed(2)])
  if (app.failed + bare.failed > 0)
    console.log(`  ! failed: ${app.failed} of the app, ${bare.failed} of the bare handler`)
}

function printRow(cells: string[]): void {
  console.log(
    cells
      .map((cell, i) =>
        i === 0 ? cell.padEnd(WIDTHS[0] as number) : cell.padStart(WIDTHS[i] as number),
      )
      .join(''),
  )
}

const ms = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`

await main()
