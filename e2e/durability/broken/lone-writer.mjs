// Loaded before a server by a control: one connection does all writing and is never replaced, and each statement is a
// write. A program that does not know libsql-client-ts #352 writes like this.
import { createClient, Sqlite3Client } from '@libsql/client/sqlite3'

const { batch } = Sqlite3Client.prototype
let writer

Sqlite3Client.prototype.batch = async function (statements, mode) {
  const isLock = statements.includes('DELETE FROM holder')
  if (mode !== 'write' || isLock) return batch.call(this, statements, mode)
  const url = `file:${process.env.DATABASE}`
  writer ??= createClient({ url, timeout: 25, intMode: 'number', concurrency: 1 })
  const results = []
  for (const statement of statements) results.push(await writer.execute(statement))
  return results
}
