import { execFile } from 'node:child_process'
import { TEST_ENV } from '../test-env.ts'

export type Ended = { code: number | null; signal: string | null; output: string }

export function runCommand(
  name: string,
  args: string[],
  { database, env = {}, preload }: { database: string; env?: object; preload?: string },
): Promise<Ended> {
  const { PATH, HOME } = process.env
  const settings = { PATH, HOME, ...TEST_ENV, DATABASE: database, ...env }
  const before = preload ? ['--import', preload] : []
  return new Promise(resolve => {
    const child = execFile(
      process.execPath,
      [...before, `build/server/${name}.js`, ...args],
      { env: settings as unknown as NodeJS.ProcessEnv },
      (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, signal: child.signalCode, output: stdout + stderr }),
    )
    child.stdin?.end()
  })
}
