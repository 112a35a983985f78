// Loaded before a server by a control: its writes are acknowledged at once and committed some time later,
// as if the lane did not wait for its batch. Only the kill of the process shows the difference.
import { Sqlite3Client } from '@libsql/client/sqlite3'

/** Milliseconds from an answer to the commit of what it acknowledged. */
const LATER = 100
const { batch } = Sqlite3Client.prototype
let open

Sqlite3Client.prototype.batch = async function (statements, mode) {
  // The file that keeps a second server away stays as it is.
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
