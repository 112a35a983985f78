import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Runtime, startServer } from '../../server.ts'
import { TEST_ENV } from '../../test-env.ts'
import { seedCast } from '../cast.ts'
import { Promises } from '../kills/promises.ts'
import { type Random, seededRandom } from '../random.ts'
import { findWrongs, lastEntry } from '../reading.ts'
import { askShell, withCopy, writeBeside } from '../shell.ts'
import { BEHIND_PROXY, startLoad } from '../soak/load.ts'

export type BusyLoopOptions = {
  runtime: Runtime
  rounds: number
  seed: number
  env?: Record<string, string>
  /** Milliseconds to hold the lock in the first round, after several people have pressed a button. */
  longHold?: number
  /** Milliseconds within which a write must succeed once the file is free. */
  patience?: number
  setUps?: number
}

export type BusyLoopReport = {
  acknowledged: number
  holds: number
  proofs: number
  setUps: number
  wrongs: string[]
  statuses: Record<string, number>
  /** The exit code of the last server; null after a kill. */
  exitCode: number | null
}

type Ground = Required<Pick<BusyLoopOptions, 'longHold' | 'patience'>> & {
  database: string
  promises: Promises
  random: Random
  report: BusyLoopReport
}

export async function busyLoop(options: BusyLoopOptions): Promise<BusyLoopReport> {
  const { runtime, rounds, setUps = 0, patience = 20_000, longHold = 0 } = options
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-busy-'))
  const database = path.join(folder, 'tickets.db')
  const cast = await seedCast(database)
  const since = lastEntry(database)
  const [promises, random] = [new Promises(), seededRandom(options.seed)]
  const report: BusyLoopReport = {
    ...{ acknowledged: 0, holds: 0, proofs: 0, setUps: 0 },
    ...{ wrongs: [], statuses: {}, exitCode: null },
  }
  const ground = { database, promises, random, report, patience, longHold }
  try {
    for (let round = 0; round < rounds && report.wrongs.length === 0; round += 1) {
      const env = { ...BEHIND_PROXY, ...options.env }
      const server = await startServer({ runtime, database, env })
      const load = startLoad({ cast, url: server.url, promises, random })
      await disturb(ground, round, setUps)
      report.exitCode = await server.stop('SIGKILL')
      await load.end()
      for (const [status, count] of load.statuses)
        report.statuses[status] = (report.statuses[status] ?? 0) + count
      report.wrongs.push(...load.surprises)
      report.wrongs.push(...withCopy(database, copy => findWrongs(copy, promises, since)))
    }
    const query = 'SELECT number FROM write_proofs'
    report.proofs = withCopy(database, copy => Number(askShell(copy, query)[0]?.number))
    report.acknowledged = promises.acknowledged
    return report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Others hold the lock for shorter and longer than the driver waits; afterwards the server must write. */
async function disturb(ground: Ground, round: number, setUps: number): Promise<void> {
  const { promises, random, report, patience, longHold } = ground
  await promises.reach(promises.acknowledged + 1, patience)
  const settingUp = report.setUps < setUps ? setUpBeside(ground) : undefined
  let count = 3 + Math.floor(random() * 4)
  for (; count > 0 && report.wrongs.length === 0; count -= 1) {
    const pause = random() < 0.6 ? random() * 25 : random() * 400
    await hold(ground, () => wait(pause))
    await wait(random() * 150)
  }
  await hold(ground, () => untilMet(promises))
  await settingUp
  if (round === 0 && longHold > 0)
    await hold(ground, async () => {
      await untilMet(promises)
      await wait(longHold)
    })
  const written = await promises.reach(promises.acknowledged + 1, patience)
  if (!written) report.wrongs.push('nothing is written any more, though nobody else holds the file')
  await wait(random() * 50)
}

/** Waits until several have pressed a button and the first has had time to reach the lane. */
async function untilMet(promises: Promises): Promise<void> {
  const [enough, deadline] = [promises.attempted + 5, Date.now() + 5000]
  while (promises.attempted < enough && Date.now() < deadline) await wait(5)
  await wait(150)
}

async function hold(ground: Ground, whileHeld: () => Promise<void>): Promise<void> {
  const { database, report, patience } = ground
  const statement = `UPDATE users SET name = name WHERE role = 'admin'`
  const problem = await writeBeside(database, {
    statement,
    patience,
    hold: whileHeld,
  })
  if (problem) report.wrongs.push(`another process cannot write any more: ${problem}`)
  else report.holds += 1
}

/** The setup command, whose promises count too. */
async function setUpBeside({ database, promises, report }: Ground): Promise<void> {
  report.setUps += 1
  const email = `setup-${report.setUps}@example.org`
  const attempt = promises.begin('people beside the server', `added ${email}`)
  const args = ['build/server/setup.js', '--another', '--name', 'Set Up', '--email', email]
  const env = { PATH: process.env.PATH, ...TEST_ENV, DATABASE: database }
  const child = spawn(process.execPath, args, { env: env as unknown as NodeJS.ProcessEnv })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += chunk))
  const [status] = await once(child, 'exit')
  if (status === 0) attempt.outcome = 'acknowledged'
  else report.wrongs.push(`the setup command failed: ${said}`)
}
