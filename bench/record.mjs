// Loaded into the app (node --import): records every statement, so that the bare handler can send the same ones.
import { appendFileSync } from 'node:fs'
import { createClient } from '@libsql/client'
import Database from 'libsql'

const file = process.env.BENCH_RECORD
const client = createClient({ url: 'file::memory:' })
const prototype = Object.getPrototypeOf(client)
const { execute, batch } = prototype
client.close()

const note = call => appendFileSync(file, `${JSON.stringify(call)}\n`)
const plain = statement =>
  typeof statement === 'string' ? { sql: statement, args: [] } : statement

prototype.execute = function recorded(statement, args) {
  note({ kind: 'execute', statements: [args ? { sql: statement, args } : plain(statement)] })
  return execute.call(this, statement, args)
}
prototype.batch = function recorded(statements, mode) {
  note({ kind: 'batch', statements: statements.map(plain) })
  return batch.call(this, statements, mode)
}

// Queries use their own connection, which declares itself read-only when it opens.
const { exec, prepare } = Database.prototype
Database.prototype.exec = function marked(sql) {
  if (/query_only/.test(sql)) this.isReader = true
  return exec.call(this, sql)
}
Database.prototype.prepare = function noted(sql) {
  const statement = prepare.call(this, sql)
  if (!this.isReader) return statement
  const { all } = statement
  statement.all = function recorded(args) {
    note({ kind: 'execute', statements: [{ sql, args }] })
    return all.call(this, args)
  }
  return statement
}
