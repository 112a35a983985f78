import { execFile } from 'node:child_process'
import { TEST_ENV } from '../test-env.ts'
import type { Site } from './site.ts'

/** Runs a built command on the database of a site. */
export function command(site: Site<unknown>, name: string, args: string[], env = {}) {
  const { PATH, HOME } = process.env
  const settings = { PATH, HOME, ...TEST_ENV, DATABASE: site.server.database, ...env }
  return new Promise<{ code: number; output: string }>(resolve => {
    const done = execFile(
      process.execPath,
      [`build/server/${name}.js`, ...args],
      { env: settings as unknown as NodeJS.ProcessEnv },
      (_error, stdout, stderr) => resolve({ code: done.exitCode ?? -1, output: stdout + stderr }),
    )
    done.stdin?.end()
  })
}
