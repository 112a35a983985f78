// `npm run bench -- sign-in-crowd [--seconds=30] [--runtime=node]`: how 50 sign-ins at once slow other people's pages.
import { setMaxListeners } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { argv } from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Visitor } from '../e2e/http/visitor.ts'
import { type Runtime, startServer } from '../e2e/server.ts'
import { median, quantile } from './sample.ts'
import { ENV, makeSeason, PASSWORD, type Season } from './season.ts'

const CROWD = 50
/** Milliseconds between two pages of one reader; the readers together do not saturate the server. */
const PAUSE = 20
const READERS = 3
const TURNS = 3

const { values } = parseArgs({
  args: argv.slice(2).filter(word => word.startsWith('--')),
  strict: false,
  options: { seconds: { type: 'string', default: '30' }, runtime: { type: 'string' } },
})
const folder = mkdtempSync(path.join(tmpdir(), 'tickets-crowd-'))
try {
  for (const runtime of values.runtime ? [values.runtime as Runtime] : (['deno', 'node'] as const))
    await measure(runtime, Number(values.seconds) * 1000)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measure(runtime: Runtime, duration: number): Promise<void> {
  const database = path.join(folder, `${runtime}.db`)
  const season = await makeSeason(path.join(folder, `${runtime}-seed.db`), database, ENV)
  const server = await startServer({ runtime, database, env: ENV })
  await read(server.url, season, 1000)
  const [quiet, busy]: [number[], number[]] = [[], []]
  let [signedIn, later] = [0, 0]
  // Alternates, so that other load on the machine affects both.
  for (let turn = 0; turn < TURNS; turn += 1) {
    quiet.push(...(await read(server.url, season, duration / TURNS)))
    const crowd = gather(server.url, season, turn)
    busy.push(...(await read(server.url, season, duration / TURNS)))
    const counts = await crowd.leave()
    signedIn += counts.signedIn
    later += counts.later
  }
  await server.stop()
  const times = (all: number[]) =>
    `median ${median(all).toFixed(1)} ms, 99th percentile ${quantile(all, 0.99).toFixed(1)} ms`
  console.log(`\n${runtime}, a member's events page, ${READERS} readers`)
  console.log(`quiet:               ${times(quiet)}`)
  console.log(
    `${CROWD} sign-ins at once: ${times(busy)}  (${signedIn} signed in, ${later} told to try again)`,
  )
  console.log(
    `ratio of the 99th percentiles: ${(quantile(busy, 0.99) / quantile(quiet, 0.99)).toFixed(2)} (aim: under 3)`,
  )
}

/** @returns milliseconds of each page read */
async function read(url: string, season: Season, duration: number): Promise<number[]> {
  const ends = Date.now() + duration
  const times: number[] = []
  const readers = Array.from({ length: READERS }, async (_, reader) => {
    const headers = { Cookie: season.members[reader]?.cookie ?? '' }
    while (Date.now() < ends) {
      const started = performance.now()
      const { status } = await new Visitor(url).send('/events', { headers })
      times.push(performance.now() - started)
      if (status !== 200) throw new Error(`/events answered ${status}`)
      await setTimeout(PAUSE)
    }
  })
  await Promise.all(readers)
  return times
}

/** Signs in many people at once; each retries after Retry-After until the crowd leaves. */
function gather(url: string, season: Season, turn: number) {
  const counts = { signedIn: 0, later: 0 }
  const leaving = new AbortController()
  setMaxListeners(CROWD, leaving.signal)
  const people = Array.from({ length: CROWD }, async (_, person) => {
    const email = season.emails[500 + turn * CROWD + person] ?? ''
    const headers = { 'X-Forwarded-For': `10.1.${turn}.${person}` }
    for (;;) {
      const answer = await new Visitor(url).post(
        '/login',
        { email, password: PASSWORD },
        { headers },
      )
      if (answer.status === 303) counts.signedIn += 1
      else counts.later += 1
      const wait = Number(answer.headers.get('retry-after')) * 1000
      if (answer.status === 303 || leaving.signal.aborted) return
      await setTimeout(wait, undefined, { signal: leaving.signal }).catch(() => undefined)
    }
  })
  return {
    async leave() {
      leaving.abort()
      await Promise.all(people)
      return counts
    },
  }
}
