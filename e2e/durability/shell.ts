import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findSqliteShell } from '../../scripts/testing/sqlite-shell.mjs'

export type ShellRow = Record<string, string | number | null>

/** Node's own SQLite in another process, for machines without the shell; Node 22.5 or later. */
const NODE_READER = `const { DatabaseSync } = require('node:sqlite')
const database = new DatabaseSync(process.argv[1], { enableForeignKeyConstraints: false })
const script = require('node:fs').readFileSync(0, 'utf8')
console.log(JSON.stringify(database.prepare(script).all()))`

/**
 * Asks the sqlite3 shell, in another process, which shares no code with the app.
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

/** For the same machines: writes, says so, and commits when its input ends. */
const NODE_NEIGHBOUR = `const { DatabaseSync } = require('node:sqlite')
const { readFileSync, writeSync } = require('node:fs')
const [, file, statement, patience] = process.argv
const database = new DatabaseSync(file)
database.exec('PRAGMA busy_timeout = ' + patience + '; PRAGMA wal_autocheckpoint = 0')
database.exec('BEGIN IMMEDIATE; ' + statement)
writeSync(1, 'held')
readFileSync(0)
database.exec('COMMIT')`

type Writing = {
  statement: string
  /** Milliseconds to wait for the write lock. */
  patience: number
  /** It commits when this ends. */
  hold: () => Promise<unknown>
}

/**
 * Another process writes to the database of a running server and holds the write lock. Like every writer beside the
 * server, it must not checkpoint.
 * @returns its error when it cannot write
 */
export async function writeBeside(
  database: string,
  { statement, patience, hold }: Writing,
): Promise<string | undefined> {
  const shell = findSqliteShell()
  const child = shell
    ? spawn(shell, ['-batch', '-bail', database])
    : spawn(process.execPath, ['-e', NODE_NEIGHBOUR, database, statement, String(patience)])
  const ended = once(child, 'close')
  let said = ''
  child.stderr.on('data', chunk => (said += chunk))
  child.stdin.on('error', () => undefined)
  const settings = `.timeout ${patience}\nPRAGMA wal_autocheckpoint = 0;`
  if (shell) child.stdin.write(`${settings}\nBEGIN IMMEDIATE;\n${statement};\n.shell echo held\n`)
  const isHeld = new Promise(resolve =>
    child.stdout.on('data', chunk => /held/.test(String(chunk)) && resolve(true)),
  )
  if (await Promise.race([isHeld, ended.then(() => false)])) await hold()
  child.stdin.end(shell ? 'COMMIT;\n' : '')
  const [status] = await ended
  return status === 0 ? undefined : said || `ended with ${status}`
}

/** Errors of the file itself; none when it is whole and every foreign key leads somewhere. */
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
 * Reads a copy of what a killed server left (the file and its log), so that reading neither mends nor
 * harms what the next start finds.
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
