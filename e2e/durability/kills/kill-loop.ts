import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startFaultySes } from '#app/mail/testing/faulty-ses.ts'
import { launchServer, type Runtime, startServer } from '../../server.ts'
import { type Cast, seedCast } from '../cast.ts'
import { findMailWrongs } from '../mails.ts'
import { type Random, seededRandom } from '../random.ts'
import { findWrongs, lastEntry } from '../reading.ts'
import { askShell, withCopy } from '../shell.ts'
import { mailTo, startLoad } from '../soak/load.ts'
import { Promises } from './promises.ts'

export type KillLoopOptions = {
  runtime: Runtime
  rounds: number
  seed: number
  env?: Record<string, string>
  sabotage?: string
  startsKilled?: number
  /** The share of rounds in which SES takes a mail and does not answer before the kill. */
  hangs?: number
}

export type KillLoopReport = {
  acknowledged: number
  kills: number
  mails: number
  wrongs: string[]
  statuses: Record<string, number>
}

/** A kill comes after this many acknowledged writes at most, so that a slow machine tries as much. */
const MOST = { acknowledged: 30, ofLoad: 60, ofStart: 600 }
/** The share of pauses after which the leases of mails in flight have ended. */
const LEASES_END = 0.3

export async function killLoop(options: KillLoopOptions): Promise<KillLoopReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-kill-'))
  const database = path.join(folder, 'tickets.db')
  const ses = await startFaultySes()
  await ses.clear()
  try {
    const cast = await seedCast(database)
    if (options.sabotage) askShell(database, options.sabotage)
    const env = { ...mailTo(ses.url), ...options.env }
    return await repeatKills({ database, cast, ses, ...options, env })
  } finally {
    ses.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Scene = {
  database: string
  cast: Cast
  ses: Awaited<ReturnType<typeof startFaultySes>>
}

async function repeatKills(options: KillLoopOptions & Scene): Promise<KillLoopReport> {
  const { database, rounds, startsKilled = 0.12, hangs = 0.2 } = options
  const random = seededRandom(options.seed)
  const since = lastEntry(database)
  const promises = new Promises()
  const report: KillLoopReport = {
    ...{ acknowledged: 0, kills: 0, mails: 0 },
    ...{ wrongs: [], statuses: {} },
  }
  while (report.kills < rounds && report.wrongs.length === 0) {
    options.ses.setFault(random() < hangs ? 'hangs' : 'answers late')
    if (random() < startsKilled) await killStart(options, random)
    else {
      const load = await killUnderLoad(options, promises, random)
      report.wrongs.push(...load.surprises)
      for (const [status, count] of load.statuses)
        report.statuses[status] = (report.statuses[status] ?? 0) + count
    }
    report.kills += 1
    const received = await options.ses.received()
    report.mails = received.length
    report.wrongs.push(
      ...withCopy(database, copy => [
        ...findWrongs(copy, promises, since),
        ...findMailWrongs(copy, received, report.kills),
      ]),
    )
    if (random() < LEASES_END) endLeases(database)
  }
  report.acknowledged = promises.acknowledged
  return report
}

async function killUnderLoad(options: KillLoopOptions & Scene, promises: Promises, random: Random) {
  const server = await startServer(options)
  const enough = promises.acknowledged + Math.floor(random() * MOST.acknowledged)
  const pause = random() * MOST.ofLoad
  const load = startLoad({ cast: options.cast, url: server.url, promises, random })
  await promises.reach(enough, 20_000)
  await wait(pause)
  await server.stop('SIGKILL')
  await load.end()
  return load
}

async function killStart(options: KillLoopOptions & Scene, random: Random): Promise<void> {
  const { child, ended } = await launchServer(options)
  await wait(random() * MOST.ofStart)
  child.kill('SIGKILL')
  await ended
}

/** Acts as if a minute had passed, so that the next start finds mails that a kill left in flight. */
function endLeases(database: string): void {
  askShell(database, `UPDATE mails SET lease_ends_at = 1 WHERE state = 'sending'`)
}
