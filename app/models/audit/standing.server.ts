import { count, gt, min } from 'drizzle-orm'
import { sayInstantShort } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { auditEntries } from '#db/schema.ts'
import { findHead, findLink } from './chain.server.ts'
import { formatHead, parseHead } from './chain.ts'
import { checkIfOld, lastCheck, waitForCheck } from './check.server.ts'
import { sayFinding } from './check.ts'

/** Milliseconds; then the page shows the last check. */
const PATIENCE = 400

export type TrailReport = {
  holds: boolean | null
  findings: string[]
  checkedAt: string | null
  percent: number | null
  hasFailed: boolean
  checked: number
  head: string | null
  waiting: { count: number; since: string } | null
}

export async function readStanding(timeZone: string): Promise<TrailReport> {
  await waitForCheck(checkIfOld(), PATIENCE)
  const { outcome, isUnderWay, progress, error } = lastCheck()
  const head = await findHead()
  const [newer] = await db()
    .select({ count: count(), since: min(auditEntries.at) })
    .from(auditEntries)
    .where(gt(auditEntries.id, head.entryId))
  const say = (instant: number) => sayInstantShort(instant, timeZone)
  return {
    holds: outcome ? outcome.findings.length === 0 : null,
    findings: (outcome?.findings ?? []).map(sayFinding),
    checkedAt: outcome ? say(outcome.checkedAt) : null,
    percent: isUnderWay ? Math.floor(progress * 100) : null,
    hasFailed: error !== undefined,
    checked: outcome?.head.entryId ?? 0,
    head: head.entryId > 0 ? formatHead(head) : null,
    waiting: newer && newer.since !== null ? { count: newer.count, since: say(newer.since) } : null,
  }
}

export async function compareHead(
  text: string,
): Promise<{ isThere: boolean; words: string } | undefined> {
  if (text === '') return undefined
  const kept = parseHead(text)
  if (!kept)
    return {
      isThere: false,
      words:
        'This is not a seal. A seal is a number, a colon and 64 digits and letters from a to f.',
    }
  const link = await findLink(kept.entryId)
  if (link?.hash === kept.hash)
    return {
      isThere: true,
      words: `The seal fits. Entry ${kept.entryId} and all before it are unchanged since then.`,
    }
  return {
    isThere: false,
    words: `The seal does not fit. Something up to entry ${kept.entryId} was changed, or an older backup was restored.`,
  }
}
