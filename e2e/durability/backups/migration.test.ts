import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrations } from '#db/migrations.ts'
import { launchServer, startServer } from '../../server.ts'
import { askShell, findDamage, withCopy } from '../shell.ts'
import { makeOlder } from './older.ts'

let folder = ''
let database = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-migrating-'))
  database = path.join(folder, 'tickets.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Slows one migration down, so that there is time to kill it. */
function slowDown(number: number): void {
  askShell(
    database,
    `CREATE TABLE slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) SELECT i FROM n`,
  )
  askShell(
    database,
    `CREATE TRIGGER slow_down AFTER INSERT ON migrations WHEN NEW.number = ${number}
      BEGIN INSERT INTO slow SELECT count(*) FROM slow a, slow b, slow c, slow d; END`,
  )
}

const applied = (file: string) =>
  askShell(file, 'SELECT number FROM migrations ORDER BY number').map(row => Number(row.number))

const all = migrations.map(({ number }) => number)

test.each([
  ['deno', 'the first', all[1]],
  ['node', 'a later', all[2]],
] as const)(
  'on %s: a start that is killed in %s migration leaves a backup and nothing half; the next one ends it',
  async (runtime, _, number = 0) => {
    await makeOlder(database, 1)
    slowDown(number)
    const env = { SCHEMA_CHECK: 'off' }
    const { child, ended } = await launchServer({ runtime, database, env })
    const backups = path.join(folder, 'backups')
    const isUnderWay = () =>
      existsSync(backups) &&
      readdirSync(backups).some(name => name.endsWith('.db')) &&
      withCopy(database, applied).at(-1) === all[all.indexOf(number) - 1]
    while (!isUnderWay()) await wait(50)
    // The slow migration has begun, or is about to.
    await wait(300)
    child.kill('SIGKILL')
    await ended

    expect(withCopy(database, applied)).toEqual(all.slice(0, all.indexOf(number)))
    const [backup = ''] = readdirSync(backups)
    expect(backup).toMatch(/-before-upgrade\.db$/)
    expect(applied(path.join(backups, backup))).toEqual(all.slice(0, 1))

    askShell(database, 'DROP TRIGGER slow_down')
    askShell(database, 'DROP TABLE slow')
    const server = await startServer({ runtime, database })
    expect(server.output()).toContain('database migrated')
    await server.stop()
    expect(applied(database)).toEqual(all)
    expect(findDamage(database)).toEqual([])
    expect(askShell(database, 'SELECT name FROM users')).toEqual([{ name: 'Ada' }])
  },
)
