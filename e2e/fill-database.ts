import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { closeDatabase } from '#db/client.ts'
import { makeFolder } from '#db/files/folder.ts'
import { prepareDatabase } from '#db/setup.ts'

/**
 * Makes a new database for a server, filled elsewhere. The driver keeps a closed connection until it is collected, and
 * SQLite then deletes the file's log by its name: after a kill, that is the log of the server under test.
 */
export async function fillDatabase<Filled>(
  database: string,
  fill: () => Promise<Filled>,
): Promise<Filled> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-fill-'))
  try {
    const elsewhere = path.join(folder, 'filled.db')
    await prepareDatabase({ database: elsewhere })
    const filled = await fill()
    closeDatabase()
    makeFolder(path.dirname(database))
    for (const part of ['', '-wal'])
      if (existsSync(elsewhere + part)) copyFileSync(elsewhere + part, database + part)
    return filled
  } finally {
    closeDatabase()
    rmSync(folder, { recursive: true, force: true })
  }
}
