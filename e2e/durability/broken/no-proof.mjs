// Loaded before a server by a control: the second connection claims to see every write.
import { Sqlite3Client } from '@libsql/client/sqlite3'

const { execute } = Sqlite3Client.prototype

Sqlite3Client.prototype.execute = async function (statement, args) {
  const isWitness = statement === 'SELECT number FROM write_proofs WHERE id = 1'
  return isWitness
    ? { rows: [{ number: Number.MAX_SAFE_INTEGER }] }
    : execute.call(this, statement, args)
}
