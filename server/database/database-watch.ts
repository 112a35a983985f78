import { rescue } from '#app/models/operating/backup.server.ts'
import { settings } from '#app/settings.server.ts'
import { findMovedFile, sayTrouble } from '#db/failures/condition.ts'
import { examineDatabase } from '#db/failures/probe.ts'
import { log } from '#server/log.ts'

let told: string | undefined
let isRescued = false

export async function watchDatabase(): Promise<void> {
  const reason = await examineDatabase(settings().databaseFile)
  if (reason !== told) {
    if (reason) log.error({ reason: sayTrouble(reason) }, 'not ready: nothing can be written')
    else log.warn('ready again: what is written is stored')
    told = reason
  }
  if (findMovedFile()) await rescueOnce()
}

/** A file that has lost its name exists only while we hold it open. */
async function rescueOnce(): Promise<void> {
  if (isRescued) return
  isRescued = true
  const file = await rescue()
  log.error({ file }, 'the open database, whose file has lost its name, was written to a backup')
}
