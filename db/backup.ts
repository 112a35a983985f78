import { mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { rawClient } from './client.ts'

/**
 * Writes a consistent copy of the open database file while it is in use, checks it, and gives it its name last.
 * @returns the path of the copy.
 * @throws Error when the copy does not pass SQLite's integrity check; the copy is removed then.
 */
export async function backUp(folder: string, label: string): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  const target = path.join(folder, `tickets-${stamp}-${label}.db`)
  const unfinished = `${target}.part`
  rmSync(unfinished, { force: true })
  await rawClient().execute({ sql: 'VACUUM INTO ?', args: [unfinished] })
  const problem = await integrityProblem(unfinished)
  if (problem) {
    rmSync(unfinished, { force: true })
    throw new Error(`the backup is damaged: ${problem}`)
  }
  renameSync(unfinished, target)
  return target
}

async function integrityProblem(file: string): Promise<string | undefined> {
  const copy = createClient({ url: `file:${file}` })
  try {
    const answer = String((await copy.execute('PRAGMA integrity_check')).rows[0]?.[0])
    return answer === 'ok' ? undefined : answer
  } finally {
    copy.close()
  }
}
