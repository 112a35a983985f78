import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { deliverDueMails } from '#app/mail/delivery/delivery.server.ts'
import { type Letter, sesSender } from '#app/mail/delivery/ses.server.ts'
import {
  beginOlderLogs,
  settleAllEvents,
  settleSoonEvents,
  settleWhatIsDue,
} from '#app/models/after/sweep.server.ts'
import { freezeDueRolls } from '#app/models/draw/freezing.server.ts'
import { drawDue } from '#app/models/draw/locking/due.server.ts'
import { storeFinalizedDocuments } from '#app/models/draw/public/kept-documents.server.ts'
import { remindToConfirm } from '#app/models/hands/own/confirm-soon.server.ts'
import { forgetOldNames } from '#app/models/hands/own/names.server.ts'
import { backUpWhenDue } from '#app/models/operating/backup.server.ts'
import { remindOfClosing } from '#app/models/organizing/closing-soon.server.ts'
import { foldNames } from '#app/models/people/search-name.server.ts'
import { recallZone } from '#app/models/settings/time-zone.server.ts'
import { forgetOldUnsent } from '#app/models/sign-in/unsent-form.server.ts'
import { settings } from '#app/settings.server.ts'
import { findCause } from '#db/failures/causes.ts'
import { DatabaseUnavailableError, unavailability } from '#db/failures/condition.ts'
import { chainTrail, checkTrail } from '#server/database/audit-chain.ts'
import { watchDatabase } from '#server/database/database-watch.ts'
import { log } from './log.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const stopping = new AbortController()
// Every task at rest listens.
setMaxListeners(0, stopping.signal)
const running: Promise<void>[] = []

export function startTimers(): void {
  if (settings().MAIL_ENABLED)
    repeat('mail delivery', 2 * SECOND, stopping => deliverDueMails(stopping, send))
  repeat('frozen rolls', 30 * SECOND, freezeDueRolls)
  repeat('draws due', 2 * SECOND, drawDue)
  repeat('documents to keep', HOUR, storeFinalizedDocuments)
  repeat('logs to begin', HOUR, beginOlderLogs)
  repeat('offers that ended', 5 * SECOND, settleWhatIsDue)
  repeat('last calls', 60 * SECOND, settleSoonEvents, 30 * SECOND)
  repeat('decided events', 600 * SECOND, settleAllEvents)
  repeat('closing reminders', 60 * SECOND, remindOfClosing)
  repeat('confirming reminders', 60 * SECOND, remindToConfirm)
  repeat('names to search by', 60 * SECOND, foldNames)
  repeat('old guest names', HOUR, forgetOldNames, 60 * SECOND)
  repeat('unsent forms', 600 * SECOND, forgetOldUnsent, 60 * SECOND)
  repeat('database watch', SECOND, watchDatabase)
  // Another server may have changed it.
  if (settings().isRemote) repeat('time zone', 60 * SECOND, recallZone, 60 * SECOND)
  repeat('audit chain', SECOND, chainTrail)
  repeat('audit check', HOUR, checkTrail)
  // A start is busy enough.
  repeat('backup', 600 * SECOND, backUp, 3 * SECOND)
}

const bySes = sesSender()

/** For operators who watch the log, not the page. */
async function send(letter: Letter) {
  const answer = await bySes(letter)
  if (answer.outcome !== 'sent') log.warn(answer, 'mail not sent')
  return answer
}

async function backUp(stopping: AbortSignal): Promise<void> {
  const started = performance.now()
  const file = await backUpWhenDue(stopping)
  if (file) log.info({ file, ms: Math.round(performance.now() - started) }, 'backed up')
}

export async function stopTimers(): Promise<void> {
  stopping.abort()
  await Promise.all(running)
}

function repeat(
  name: string,
  pause: number,
  task: (stopping: AbortSignal) => Promise<void>,
  firstPause = 0,
): void {
  const run = async () => {
    if (firstPause > 0) await rest(firstPause)
    while (!stopping.signal.aborted) {
      await task(stopping.signal).catch(error => {
        if (!isToldByWatch(error)) log.error({ err: error, task: name }, 'task failed')
      })
      const jittered = pause * (0.75 + Math.random() / 2)
      await rest(jittered)
    }
  }
  running.push(run())
}

/** The watch logs an outage once, for all tasks. A file's disk also fails backups, so those errors are logged. */
function isToldByWatch(error: unknown): boolean {
  if (findCause(error, DatabaseUnavailableError)) return true
  return settings().isRemote && unavailability(error) !== undefined
}

async function rest(milliseconds: number): Promise<void> {
  await wait(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined)
}
