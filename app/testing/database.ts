import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { closeDatabase, databaseAddress, openDatabase, rawClient } from '#db/client.ts'
import { prepareDatabase } from '#db/setup.ts'

/** A fresh, migrated database file for each test. Returns the path of the current one. */
export function testDatabase(): { file(): string } {
  let folder = ''
  let current = ''
  let number = 0
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tickets-test-'))
    await prepareDatabase({ database: path.join(folder, 'migrated.db') })
    // Copying the file would miss what is still in its -wal.
    await rawClient().execute({ sql: 'VACUUM INTO ?', args: [path.join(folder, 'template.db')] })
    closeDatabase()
  })
  beforeEach(async () => {
    number += 1
    current = path.join(folder, `test-${number}.db`)
    copyFileSync(path.join(folder, 'template.db'), current)
    await openDatabase(databaseAddress(current))
  })
  afterEach(() => closeDatabase())
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return { file: () => current }
}
