// `npm run bench -- dealing`: 1,000 free tickets are dealt among 5,000 who wait, once as the rule alone and once as a press.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cpuUsage } from 'node:process'
import { eq, sql } from 'drizzle-orm'
import { deal } from '#app/allocation/after/deal.ts'
import { offerWhatIsFree } from '#app/models/after/line/change.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { crowdedEvent } from '#app/testing/draws.ts'
import { closeDatabase, db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, offers } from '#db/schema.ts'
import { prepareDatabase } from '#db/setup.ts'
import { ENV } from './season.ts'

const PEOPLE = 5000
const TICKETS = 1000
const ROUNDS = 5

export async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dealing-'))
  overrideSettings(readSettings({ ...ENV, MAIL_ENABLED: 'false' }))
  await prepareDatabase({ database: path.join(folder, 'bench.db') })
  console.log(`the rule alone: ${ruleAlone().toFixed(1)} ms`)
  for (let round = 1; round <= ROUNDS; round += 1) await pressOnce(round)
  closeDatabase()
  rmSync(folder, { recursive: true })
}

function ruleAlone(): number {
  const lists = [[4, 2, 1], [2, 1], [3], [1], [8, 4]]
  const waiting = Array.from({ length: PEOPLE }, (_, place) => ({
    code: `c${place}`,
    sizes: lists[place % lists.length] as number[],
    holding: 0,
    level: 0,
    place,
  }))
  return Math.min(
    ...Array.from({ length: ROUNDS }, () => {
      const began = performance.now()
      deal(waiting, TICKETS)
      return performance.now() - began
    }),
  )
}

/** Decides that nobody gets anything, and then offers everything. */
async function pressOnce(round: number): Promise<void> {
  const { event, viewer } = await crowdedEvent(PEOPLE, TICKETS)
  await write([sql`UPDATE requests SET draft_amount = 0 WHERE event_id = ${event.id}`])
  const [row] = await db().select().from(events).where(eq(events.id, event.id))
  const allocationVersion = row?.allocationVersion ?? 0
  const decided = await finalize(event.id, viewer, { allocationVersion, withMail: false })
  if (decided.refusal) throw new Error(decided.refusal)
  const { took, held, heldTime } = await whileWatched(async () => {
    await offerWhatIsFree(viewer, event.id, true)
  })
  const made = await db().select({ id: offers.id }).from(offers).where(eq(offers.eventId, event.id))
  console.log(
    `press ${round}: ${made.length} offers in ${took.toFixed(0)} ms, the loop held for ${held.toFixed(0)} ms at most, ${heldTime.toFixed(0)} ms of them processor time`,
  )
}

/** Of the process, which on a busy machine is less than the time on the clock. */
function processorTime(): number {
  const { user, system } = cpuUsage()
  return (user + system) / 1000
}

async function whileWatched(task: () => Promise<void>) {
  const began = performance.now()
  let [last, lastTime, held, heldTime, isOver] = [began, processorTime(), 0, 0, false]
  const look = () => {
    const [now, time] = [performance.now(), processorTime()]
    held = Math.max(held, now - last)
    heldTime = Math.max(heldTime, time - lastTime)
    ;[last, lastTime] = [now, time]
    if (!isOver) setImmediate(look)
  }
  setImmediate(look)
  await task()
  look()
  isOver = true
  return { took: performance.now() - began, held, heldTime }
}

await main()
