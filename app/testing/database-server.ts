import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { closeDatabase } from '#db/client.ts'
import { prepareDatabase } from '#db/setup.ts'
import { type LibsqlServer, startLibsqlServer } from '../../e2e/libsql-server.ts'

/** One migrated database for a test file, behind a libSQL server with the limits of a real one. */
export function testDatabaseServer(): () => LibsqlServer {
  let folder = ''
  let server: LibsqlServer | undefined
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tickets-server-'))
    server = await startLibsqlServer(path.join(folder, 'tickets.db'))
    await prepareDatabase({ database: server.url })
  })
  afterAll(async () => {
    closeDatabase()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return () => {
    if (!server) throw new Error('the server is there in tests only')
    return server
  }
}
