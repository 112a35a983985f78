import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findSqliteShell } from '../../scripts/sqlite-shell.mjs'

export type ShellRow = Record<string, string | number | null>

/** Node's own SQLite in a process of its own, for machines without the shell; Node 22.5 or later. */
const NODE_READER = `const { DatabaseSync } = require('node:sqlite')
const database = new DatabaseSync(process.argv[1], { enableForeignKeyConstraints: false })
const script = require('node:fs').readFileSync(0, 'utf8')
console.log(JSON.stringify(database.prepare(script).all()))`

/**
 * Asks a reader that shares nothing with the app: the sqlite3 shell, in a process of its own.
 * @param query one statement
 */
export function askShell(database: string, query: string): ShellRow[] {
  const shell = findSqliteShell()
  const [command, args] = shell
    ? [shell, ['-batch', '-bail', '-json', '-cmd', '.timeout 10000', database]]
    : [process.execPath, ['-e', NODE_READER, database]]
  const done = spawnSync(command, args, { input: query, maxBuffer: 1 << 28, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${command} says: ${done.stderr || done.error?.message}`)
  return done.stdout.trim() ? JSON.parse(done.stdout) : []
}

/** What is wrong with the file itself; nothing when it is whole and every foreign key leads somewhere. */
export function findDamage(database: string): string[] {
  const integrity = askShell(database, 'PRAGMA integrity_check')
    .map(row => String(row.integrity_check))
    .filter(word => word !== 'ok')
  const foreignKeys = askShell(database, 'PRAGMA foreign_key_check').map(
    row => `a row of ${row.table} points to no row of ${row.parent}`,
  )
  return [...integrity, ...foreignKeys]
}

/**
 * Runs `read` on a copy of what a killed server left (the file and its log), so that whoever reads
 * neither mends nor harms what the next start finds.
 */
export function withCopy<Result>(database: string, read: (copy: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-copy-'))
  try {
    const copy = path.join(folder, 'copy.db')
    for (const part of ['', '-wal'])
      if (existsSync(database + part)) copyFileSync(database + part, copy + part)
    return read(copy)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
