import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cpuUsage } from 'node:process'
import { eq, sql } from 'drizzle-orm'
import { setJudgingClock } from '#app/models/after/clock.server.ts'
import { offerWhatIsFree } from '#app/models/after/line/change.server.ts'
import { giveBack, joinLine } from '#app/models/after/member.server.ts'
import { settleWhatIsDue, settleAllEvents } from '#app/models/after/sweep.server.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { updateEvent } from '#app/models/organizing/writing.server.ts'
import { cancelEvent } from '#app/models/organizing/life.server.ts'
import { finalize, findFinalization, undoFinalization } from '#app/models/results/finalization.server.ts'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { crowdedEvent } from '#app/testing/draws.ts'
import { closeDatabase, db, rawClient } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, offers } from '#db/schema.ts'
import { prepareDatabase } from '#db/setup.ts'
import { ENV } from './season.ts'

const HOUR = 3_600_000
const noon = Math.floor(Date.now() / 86_400_000) * 86_400_000 + 12 * HOUR
const never = new AbortController().signal
async function row(id: string) {
  const [r] = await db().select().from(events).where(eq(events.id, id))
  return r as any
}
async function change(viewer: any, id: string, over: any) {
  const r = await row(id)
  return updateEvent(viewer, id, { ...r, opens: 'keep', tell: false, ...over } as any)
}
async function fin(id: string, viewer: any, withMail = false) {
  const r = await row(id)
  const d = await finalize(id, viewer, { allocationVersion: r.allocationVersion, withMail })
  if (d.refusal) throw new Error(d.refusal)
}
async function t(name: string, task: () => Promise<any>) {
  let res: any
  const w = await whileWatched(async () => { res = await task() })
  if (res?.refusal) console.log('REFUSED', name, res.refusal)
  const open = await db().all<any>(sql`select count(*) c from offers where state='open'`)
  console.log(`${name}: ${w.took.toFixed(0)} ms, loop held ${w.held.toFixed(0)} ms (cpu ${w.heldTime.toFixed(0)}); open offers ${open[0].c}`)
}
async function main() {
  const folder = mkdtempSync(path.join(tmpdir(), 'attack-'))
  overrideSettings(readSettings({ ...ENV, MAIL_ENABLED: 'false' }))
  await prepareDatabase({ database: path.join(folder, 'bench.db') })
  if (process.env.STMT) {
    const c: any = rawClient()
    const orig = c.batch.bind(c)
    c.batch = async (stmts: any[], mode: any) => {
      if (stmts.length < 8) return orig(stmts, mode)
      const t00 = performance.now()
      const tx = await c.transaction('write')
      const res: any[] = []
      const took: [number, string][] = []
      try {
        for (const s of stmts) { const t0 = performance.now(); res.push(await tx.execute(s)); took.push([performance.now() - t0, s.sql.replace(/\s+/g, ' ').slice(0, 150)]) }
        const t0 = performance.now(); await tx.commit(); took.push([performance.now() - t0, 'COMMIT'])
      } catch (e) { await tx.rollback(); throw e } finally { tx.close() }
      const total = performance.now() - t00
      if (total > 40) { console.log('  batch', stmts.length, total.toFixed(0)); for (const [ms, q] of took.toSorted((a, b) => b[0] - a[0]).slice(0, 7)) if (ms > 2) console.log('     ', ms.toFixed(1), q) }
      return res
    }
  }
  setJudgingClock(sql`${noon}`)
  {
    const { event, viewer } = await crowdedEvent(5000, 1)
    await write([sql`UPDATE requests SET draft_amount = 0 WHERE event_id = ${event.id}`])
    await t('finalize by hand 5000', () => fin(event.id, viewer))
    await t('offering on', () => offerWhatIsFree(viewer, event.id, true))
    await t('raise by 1000', () => change(viewer, event.id, { totalTickets: 1001 }))
    setJudgingClock(sql`${noon + 30 * HOUR}`)
    await t('600 expire, dealt again', () => settleWhatIsDue(never))
    const { event: e } = { event }
    await t('move earlier: shorten all', () => change(viewer, e.id, { startsAt: noon + 96 * HOUR }))
    await t('move earlier with mail to all', () => change(viewer, e.id, { startsAt: noon + 95 * HOUR, tell: true }))
    setJudgingClock(sql`${noon + 93 * HOUR}`)
    await t('last call begins, expire', () => settleAllEvents(never))
    await t('cancel', () => cancelEvent(viewer, event.id, 'no hall'))
  }
  setJudgingClock(sql`${noon}`)
  {
    const { event, viewer } = await crowdedEvent(5000, 1500)
    await t('draw', () => makeDraw(event.id, 1, viewer))
    await write([sql`UPDATE requests SET draft_amount = 0, draft_reason='x' WHERE event_id = ${event.id} AND draft_amount > 0 AND id IN (SELECT id FROM requests WHERE event_id = ${event.id} AND draft_amount > 0 LIMIT 300)`])
    await t('finalize drawn 5000', () => fin(event.id, viewer))
    const f: any = await findFinalization(event.id)
    await t('raise by 1000', () => change(viewer, event.id, { totalTickets: 2500 }))
    await t('undo', () => undoFinalization(event.id, viewer, { finalizationId: f.finalizationId, reason: 'x' }))
    await t('finalize drawn 5000 with mail', () => fin(event.id, viewer, true))
    const [h] = await db().all<any>(sql`select u.id, u.name, u.email, u.role, t.holding from standings t join users u on u.id=t.user_id join finalizations f on f.id=t.finalization_id and f.undone_at is null where t.event_id=${event.id} and holding>1 limit 1`)
    await t('one gives back', () => giveBack({ userId: h.id, name: h.name, email: h.email, role: h.role } as any, event.id, { tickets: 1, seen: h.holding }))
    await write([sql`UPDATE events SET confirm_by=${noon + 2 * HOUR}, releases_unconfirmed=1 where id=${event.id}`])
    setJudgingClock(sql`${noon + 3 * HOUR}`)
    await t('release all', () => settleWhatIsDue(never))
  }
  closeDatabase()
  rmSync(folder, { recursive: true })
}
function processorTime() { const { user, system } = cpuUsage(); return (user + system) / 1000 }
async function whileWatched(task: () => Promise<void>) {
  const began = performance.now()
  let [last, lastTime, held, heldTime, isOver] = [began, processorTime(), 0, 0, false]
  const look = () => {
    const [now, time] = [performance.now(), processorTime()]
    if (now - last > 60 && process.env.SHOW) console.log('   held', (now - last).toFixed(0), 'at', (last - began).toFixed(0))
    held = Math.max(held, now - last); heldTime = Math.max(heldTime, time - lastTime)
    ;[last, lastTime] = [now, time]
    if (!isOver) setImmediate(look)
  }
  setImmediate(look)
  await task(); look(); isOver = true
  return { took: performance.now() - began, held, heldTime }
}
await main()
