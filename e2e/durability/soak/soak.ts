import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startFaultySes } from '#app/mail/testing/faulty-ses.ts'
import { type Runtime, startServer } from '../../server.ts'
import { seedCast } from '../cast.ts'
import { Promises } from '../kills/promises.ts'
import { seededRandom } from '../random.ts'
import { findWrongs, lastEntry } from '../reading.ts'
import { type Flatness, judgeFlatness, median, quantile, type Tolerance } from './flatness.ts'
import { mailTo, startLoad } from './load.ts'
import { readProcess, startProbe } from './measuring.ts'

export type SoakOptions = {
  minutes: number
  runtime: Runtime
  seed: number
  say: (line: string) => void
}
export type SoakReport = {
  flatness: Flatness[]
  wrongs: string[]
  statuses: Record<string, number>
  acknowledged: number
}

type Sample = { median: number; health: number; megabytes: number; descriptors: number }

/** Milliseconds between two steps of a visitor: some thirty requests a second. */
const PAUSE = 1000
const MEMBERS = 200
/** Seconds between samples; must divide a minute. */
const EVERY = { long: 30, short: 3 }

/** Growth allowed over the last half. A run of minutes ends while the program still warms up. */
const TOLERANCE: Record<'long' | 'short', Record<keyof Sample, Tolerance>> = {
  long: {
    megabytes: { share: 0.15, atLeast: 10 },
    descriptors: { share: 0, atLeast: 5 },
    median: { share: 0.5, atLeast: 5 },
    health: { share: 0.5, atLeast: 5 },
  },
  short: {
    megabytes: { share: 0.25, atLeast: 40 },
    descriptors: { share: 0, atLeast: 10 },
    median: { share: 3, atLeast: 100 },
    health: { share: 3, atLeast: 100 },
  },
}
const NAMES: Record<keyof Sample, [name: string, unit: string]> = {
  megabytes: ['memory', 'MB'],
  descriptors: ['open descriptors', ''],
  median: ['latency, median', 'ms'],
  health: ['latency of /healthz, median', 'ms'],
}

export async function soak({ minutes, runtime, seed, say }: SoakOptions): Promise<SoakReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-soak-'))
  const database = path.join(folder, 'tickets.db')
  const ses = await startFaultySes()
  try {
    const cast = await seedCast(database, { members: MEMBERS })
    const [since, promises] = [lastEntry(database), new Promises()]
    const server = await startServer({ runtime, database, env: mailTo(ses.url) })
    const taken: number[] = []
    const load = startLoad({
      ...{ cast, promises, url: server.url, pause: PAUSE, random: seededRandom(seed) },
      onAnswer: ({ milliseconds }) => taken.push(milliseconds),
    })
    const samples = await watch({ ...server, minutes, taken, say }, load.statuses, () =>
      ses.clear(),
    )
    await load.end()
    const exitCode = await server.stop()
    return {
      flatness: judge(samples, TOLERANCE[lengthOf(minutes)]),
      wrongs: [
        ...new Set(load.surprises),
        ...(exitCode === 0 ? [] : [`the server ended with ${exitCode}`]),
        ...findWrongs(database, promises, since),
      ],
      statuses: Object.fromEntries(load.statuses),
      acknowledged: promises.acknowledged,
    }
  } finally {
    ses.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const lengthOf = (minutes: number) => (minutes >= 20 ? 'long' : 'short')

type Watched = Pick<SoakOptions, 'minutes' | 'say'> & {
  url: string
  pid: number | undefined
  taken: number[]
}

async function watch(
  { minutes, url, pid, taken, say }: Watched,
  statuses: ReadonlyMap<number, number>,
  everyMinute: () => Promise<void>,
): Promise<Sample[]> {
  const probe = startProbe(`${url}/healthz`)
  const samples: Sample[] = []
  const minute = { latencies: [] as number[], health: [] as number[] }
  const every = EVERY[lengthOf(minutes)]
  const started = Date.now()
  for (let seconds = every; seconds <= minutes * 60; seconds += every) {
    await wait(started + seconds * 1000 - Date.now())
    const [latencies, health] = [taken.splice(0), probe.take()]
    const { megabytes = 0, descriptors = 0 } = readProcess(pid) ?? {}
    samples.push({ median: median(latencies), health: median(health), megabytes, descriptors })
    minute.latencies.push(...latencies)
    minute.health.push(...health)
    if (seconds % 60 !== 0) continue
    say(sayMinute({ ...minute, number: seconds / 60, megabytes, descriptors }, statuses))
    Object.assign(minute, { latencies: [], health: [] })
    await everyMinute()
  }
  await probe.stop()
  return samples
}

type Minute = Pick<Sample, 'megabytes' | 'descriptors'> & {
  number: number
  latencies: number[]
  health: number[]
}

function sayMinute(minute: Minute, statuses: ReadonlyMap<number, number>): string {
  const { number, latencies, health, megabytes, descriptors } = minute
  const ms = (values: number[], share: number) => `${Math.round(quantile(values, share))} ms`
  const errors = [...statuses].filter(([status]) => status >= 400)
  return [
    `minute ${number}`,
    `${Math.round(latencies.length / 60)} requests/s`,
    `p50 ${ms(latencies, 0.5)}`,
    `p99 ${ms(latencies, 0.99)}`,
    `/healthz p50 ${ms(health, 0.5)}, p99 ${ms(health, 0.99)}`,
    `${Math.round(megabytes)} MB`,
    `${descriptors} descriptors`,
    errors.length > 0 ? `errors so far ${JSON.stringify(Object.fromEntries(errors))}` : 'no errors',
  ].join(' · ')
}

function judge(samples: Sample[], tolerance: Record<keyof Sample, Tolerance>): Flatness[] {
  return (Object.keys(NAMES) as (keyof Sample)[]).map(key => {
    const [name, unit] = NAMES[key]
    return judgeFlatness({ name, unit, values: samples.map(each => each[key]) }, tolerance[key])
  })
}
