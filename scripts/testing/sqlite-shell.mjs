import { existsSync } from 'node:fs'
import path from 'node:path'
import { runToEnd, say } from '../shell.mjs'

/**
 * Makes sure that there is a `sqlite3` to judge the database with, a reader that shares nothing with the app:
 * the system's, or Debian's. Where neither can be had, the tests read with Node's own SQLite.
 */
export function ensureSqliteShell() {
  if (findSqliteShell()) return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing sqlite3 …')
    const install = ['install', '-y', '--no-install-recommends', 'sqlite3']
    if (runToEnd('apt-get', install, quiet) !== 0) {
      runToEnd('apt-get', ['update'], quiet)
      runToEnd('apt-get', install, quiet)
    }
  }
  if (!findSqliteShell())
    say('There is no sqlite3 on the PATH and it cannot be installed here: please install it.')
}

/**
 * The path of the shell, if there is one.
 * @returns {string | undefined}
 */
export function findSqliteShell() {
  const names = process.platform === 'win32' ? ['sqlite3.exe'] : ['sqlite3']
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders
    .flatMap(folder => names.map(name => path.join(folder, name)))
    .find(file => existsSync(file))
}

const quiet = {
  stdio: ['ignore', 2, 2],
  env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
}
