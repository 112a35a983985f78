// `npm run bench`: compares pages and three forms of the built app with a bare handler, on Deno and Node. `npm run
// bench -- --seconds=2 --runtime=node --only=login` for less; `npm run bench -- allocation` for the engine.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { argv } from 'node:process'
import { parseArgs } from 'node:util'
import { type Runtime, startServer } from '../e2e/server.ts'
import { startBare, stylesheet } from './bare.ts'
import { gridBody, readGrid } from './forms.ts'
import { compareForms, comparePages } from './measure.ts'
import { ASK, pagesOf, recordApp, type Script, visitorWith } from './recording.ts'
import { ENV, makeSeason, PASSWORD, type Person, type Season } from './season.ts'
import { print, printHead } from './table.ts'

/** Rounds per form: one password hash takes a quarter of a second. */
const ROUNDS = { 'sign-in': 20, ask: 200, grid: 60 }
const FORM_NAMES = { 'sign-in': 'sign in', ask: 'make a request', grid: 'save the grid' }

type Setting = {
  folder: string
  season: Season
  script: Script
  recordedMember: Person
  seconds: number
  only: string | undefined
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: argv.slice(2).filter(word => word.startsWith('--')),
    // The runner leaves its own options among ours.
    strict: false,
    options: {
      seconds: { type: 'string', default: '4' },
      runtime: { type: 'string' },
      only: { type: 'string' },
    },
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
      only: values.only as string | undefined,
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
  const { folder, season, seconds, only } = setting
  const isWanted = (name: string) => only === undefined || name === only
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
  for (const { name, address, cookie } of pages.filter(page => isWanted(page.name))) {
    const target = { url: app.url + address, cookie, pid: app.pid }
    const yardstick = { url: bare.url + address, pid: bare.pid }
    print(name, await comparePages(target, yardstick, seconds))
  }
  for (const [name, rounds] of Object.entries(ROUNDS)) {
    const form = name as keyof typeof ROUNDS
    if (!isWanted(FORM_NAMES[form])) continue
    const target = {
      prepare: (round: number) => appForm(app.url, form, round, season),
      pid: app.pid,
    }
    const yardstick = {
      prepare: async (round: number) => bareForm(bare.url, form, round, setting),
      pid: bare.pid,
    }
    print(FORM_NAMES[form], await compareForms(rounds, target, yardstick))
  }
  bare.stop()
  await app.stop()
}

async function appForm(url: string, form: keyof typeof ROUNDS, round: number, season: Season) {
  if (form === 'sign-in') {
    // A new address and account each time, to stay below the sign-in limits.
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

/** Replaces the recorded member with another one each round. */
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

await main()
