// Loaded before a server by a control: it acknowledges writes at once and commits them later, as if the lane did not
// wait for its batch. Only killing the process shows the difference.
import { Sqlite3Client } from '@libsql/client/sqlite3'

/** Milliseconds from an answer to its commit. */
const LATER = 100
const { batch } = Sqlite3Client.prototype
let open

Sqlite3Client.prototype.batch = async function (statements, mode) {
  // Leave alone the file that keeps a second server away.
  const isLock = statements.includes('DELETE FROM holder')
  if (mode !== 'write' || isLock) return batch.call(this, statements, mode)
  if (!open) {
    open = await this.transaction('write')
    setTimeout(commit, LATER)
  }
  await open.execute('SAVEPOINT one')
  try {
    const results = []
    for (const statement of statements) results.push(await open.execute(statement))
    await open.execute('RELEASE one')
    return results
  } catch (error) {
    await open.execute('ROLLBACK TO one')
    await open.execute('RELEASE one')
    throw error
  }
}

async function commit() {
  const ending = open
  open = undefined
  await ending.commit()
}
