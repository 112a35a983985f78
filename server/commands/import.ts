import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { importOriginal, planForNothing } from '#app/models/moving-in/import.server.ts'
import { originalTables } from '#app/models/moving-in/original.ts'
import { reportLines } from '#app/models/moving-in/report.ts'
import { areAdminsLockedOut } from '#app/models/people/admin.server.ts'
import { settings } from '#app/settings.server.ts'
import { isTimeZone } from '#app/values/time-zone.ts'
import { readTables } from '#db/backups/read-tables.ts'
import { closeDatabase } from '#db/client.ts'
import { giveUp, openForCommand, openMigrated, refuseCall } from './open.ts'

const USAGE = `Usage: npm run import -- FILE [--dry-run] [--time-zone ZONE]

  FILE         the SQLite database of the original app; stop that app first
  --dry-run    print the report and write nothing
  --time-zone  in which the dates of its events are meant, such as Europe/Berlin (default: the one in Admin, Settings)`

type Call = { file: string; isDryRun: boolean; timeZone: string | undefined }

function readCall(args: string[]): Call | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        'time-zone': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return undefined
    const [file, ...others] = positionals
    if (!file || others.length > 0) refuseCall('Name one file to import.', USAGE)
    const timeZone = values['time-zone']
    if (timeZone !== undefined && !isTimeZone(timeZone))
      refuseCall(`${timeZone} is not a time zone such as Europe/Berlin.`, USAGE)
    return { file, isDryRun: values['dry-run'], timeZone }
  } catch (error) {
    refuseCall(error instanceof Error ? error.message : String(error), USAGE)
  }
}

async function runImport({ file, isDryRun, timeZone: asked }: Call): Promise<number> {
  const { databaseFile } = settings()
  const skipped: string[] = []
  const original = await readTables(file, originalTables, skipped)
  const show = (plan: Parameters<typeof reportLines>[0], timeZone: string) =>
    console.log(
      [
        `${path.basename(file)}: ${reportLines(plan, { timeZone, isDryRun }).join('\n')}`,
        ...skipped.map(what => `Not read: ${what}.`),
      ].join('\n'),
    )
  if (isDryRun && databaseFile && !existsSync(databaseFile)) {
    const timeZone = asked ?? settings().APP_TIME_ZONE
    show(planForNothing(original, timeZone), timeZone)
    return 0
  }
  await (isDryRun ? openMigrated() : openForCommand())
  // An admin may have chosen it, which only the open database knows.
  const timeZone = asked ?? settings().APP_TIME_ZONE
  const { plan, refusal } = await importOriginal(original, { timeZone, isDryRun })
  const isLockedOut = !refusal && !isDryRun && (await areAdminsLockedOut())
  closeDatabase()
  if (refusal) {
    console.error(
      'Someone changed the database during the import, so nothing was imported. Run it again.',
    )
    return 1
  }
  show(plan, timeZone)
  if (isLockedOut) console.log(LOCKED_OUT)
  return 0
}

const LOCKED_OUT = `
No admin has a password, so nobody can sign in yet. For a link that lets an admin choose one:

  npm run setup -- --link`

const call = readCall(process.argv.slice(2))
if (!call) console.log(USAGE)
process.exit(call ? await runImport(call).catch(giveUp) : 0)
