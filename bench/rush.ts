// `npm run bench -- rush`: 5,000 signed-in members ask for tickets of one event within a minute. `npm run bench -- rush
// --members=20000 --seconds=30 --runtime=node` for another rush.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { argv } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createClient } from '@libsql/client'
import { readProcess } from '../e2e/durability/soak/measuring.ts'
import { type RunningServer, type Runtime, startServer } from '../e2e/server.ts'
import { type Asked, askOnce, newTally, type Tally } from './asking.ts'
import { median, quantile } from './sample.ts'
import { ENV, makeSeason, type Season } from './season.ts'

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: argv.slice(2).filter(word => word.startsWith('--')),
    strict: false,
    options: {
      members: { type: 'string', default: '5000' },
      seconds: { type: 'string', default: '60' },
      runtime: { type: 'string' },
    },
  })
  const [members, seconds] = [Number(values.members), Number(values.seconds)]
  const runtimes = values.runtime ? [values.runtime as Runtime] : (['deno', 'node'] as const)
  for (const runtime of runtimes) {
    const folder = mkdtempSync(path.join(tmpdir(), 'tickets-rush-'))
    try {
      await rush(runtime, folder, members, seconds)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

async function rush(runtime: Runtime, folder: string, members: number, seconds: number) {
  const database = path.join(folder, 'rush.db')
  const size = { people: members + 1, events: 12, requests: 0, manyRequests: 0, signedIn: members }
  const season = await makeSeason(path.join(folder, 'seeding.db'), database, ENV, size)
  const started = performance.now()
  const server = await startServer({ runtime, database, env: ENV })
  const firstAnswer = performance.now() - started
  const atRest = memoryOf(server)
  console.log(`\n${runtime}: ${members} members within ${seconds} s`)
  const tally = newTally()
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, memoryOf(server))), 500)
  const asked = await everybodyAsks(server, season, seconds, tally)
  clearInterval(watch)
  const took = (performance.now() - started - firstAnswer) / 1000
  printTally(tally, took)
  await printKept(database, season, asked)
  console.log(`start to first answer   ${(firstAnswer / 1000).toFixed(1)} s`)
  console.log(`memory at rest / most   ${atRest} MB / ${most} MB`)
  await server.stop()
}

/** Starts are spread evenly, whether or not earlier members are done. */
async function everybodyAsks(
  server: RunningServer,
  { members, openEventId }: Season,
  seconds: number,
  tally: Tally,
): Promise<Asked[]> {
  const began = performance.now()
  return Promise.all(
    members.map(async (member, i) => {
      await wait(Math.max(0, (i / members.length) * seconds * 1000 - (performance.now() - began)))
      return askOnce(server.url, member, openEventId, tally)
    }),
  )
}

function printTally(tally: Tally, took: number): void {
  console.log(
    '                      served   median      p99      most   told to retry   unanswered   failed',
  )
  for (const [name, { times, refused, unanswered, failed }] of Object.entries(tally)) {
    const cells = [
      String(times.length).padStart(8),
      ...[median(times), quantile(times, 0.99), Math.max(...times)].map(time =>
        `${time.toFixed(0)} ms`.padStart(9),
      ),
      String(refused).padStart(16),
      String(unanswered).padStart(13),
      String(failed).padStart(9),
    ]
    console.log(name.padEnd(20) + cells.join(''))
  }
  console.log(`all done after          ${took.toFixed(1)} s`)
}

/** Compares the database with what was acknowledged. */
async function printKept(database: string, season: Season, asked: Asked[]): Promise<void> {
  const client = createClient({ url: `file:${database}` })
  const { rows } = await client.execute({
    sql: 'SELECT user_id AS userId, count(*) AS n FROM requests WHERE event_id = ? GROUP BY user_id',
    args: [season.openEventId],
  })
  client.close()
  const kept = new Map(rows.map(row => [String(row.userId), Number(row.n)]))
  const acknowledged = asked.filter(each => each.isAcknowledged)
  const lost = acknowledged.filter(each => !kept.has(each.userId)).length
  const doubled = [...kept.values()].filter(n => n > 1).length
  const gaveUp = asked.length - acknowledged.length
  console.log(
    `acknowledged            ${acknowledged.length}, lost ${lost}, doubled ${doubled}, gave up ${gaveUp}`,
  )
}

/** Megabytes; 0 where the system does not report them. */
function memoryOf({ pid }: RunningServer): number {
  return Math.round(readProcess(pid)?.megabytes ?? 0)
}

await main()
