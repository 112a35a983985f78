// Loaded before a server by the race tests: every write waits a little at the head of the lane, so that what the
// actions behind it have read is old by the time they write.
import { setTimeout as wait } from 'node:timers/promises'
import { Sqlite3Client } from '@libsql/client/sqlite3'

/** Milliseconds at most. */
const PAUSE = 12
const { batch } = Sqlite3Client.prototype

Sqlite3Client.prototype.batch = async function (statements, mode) {
  if (mode === 'write') await wait(Math.random() * PAUSE)
  return batch.call(this, statements, mode)
}
