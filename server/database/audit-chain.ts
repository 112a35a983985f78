import { setTimeout as wait } from 'node:timers/promises'
import { linkEntries } from '#app/models/audit/chain.server.ts'
import type { Head } from '#app/models/audit/chain.ts'
import { lastCheck, rememberHead, startCheck } from '#app/models/audit/check.server.ts'
import { sayFinding } from '#app/models/audit/check.ts'
import { log } from '#server/log.ts'

/** Milliseconds that leave the start undisturbed. */
const QUIET_START = 60_000

let told = ''
let checks = 0

/** A person who can change the database file cannot change the log. */
export async function chainTrail(stopping: AbortSignal): Promise<void> {
  const head = await linkEntries(stopping)
  if (rememberHead(head)) tell(head)
}

export async function endChain(): Promise<void> {
  try {
    tell(await linkEntries())
  } catch (error) {
    log.error({ err: error }, 'cannot chain the newest audit entries; the next start will')
  }
}

/** For operators who watch the log, not the page. */
export async function checkTrail(stopping: AbortSignal): Promise<void> {
  checks += 1
  if (checks === 1) await wait(QUIET_START, undefined, { signal: stopping }).catch(() => undefined)
  if (stopping.aborted) return
  await startCheck()
  const { outcome, error } = lastCheck()
  if (error) throw error
  for (const finding of outcome?.findings ?? [])
    log.error({ finding }, `the audit trail does not hold: ${sayFinding(finding)}`)
}

function tell({ entryId, hash }: Head): void {
  if (entryId === 0 || hash === told) return
  told = hash
  log.info({ entry: entryId, hash }, 'audit chain')
}
