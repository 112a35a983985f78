import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeOlder } from '../e2e/durability/backups/older.ts'
import { closeDatabase } from './client.ts'
import { applyMigration, migrations } from './migrations.ts'
import { isMadeBySomebody, objectKey, readSchema, type SchemaChange } from './schema-check.ts'
import { prepareDatabase } from './setup.ts'

let folder = ''
let database = ''
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-schema-'))
  database = path.join(folder, 'tickets.db')
  await prepareDatabase({ database })
  closeDatabase()
})
afterEach(() => {
  closeDatabase()
  rmSync(folder, { recursive: true, force: true })
})

async function change(script: string): Promise<void> {
  const client = createClient({ url: `file:${database}` })
  await client.executeMultiple(script)
  client.close()
}

const promote = (name: string) =>
  `CREATE TRIGGER ${name} AFTER INSERT ON sessions BEGIN UPDATE users SET role = 'admin'; END;`

/** What each migration makes, changes and takes away, as SQLite writes it down. */
async function changesOfMigrations(): Promise<SchemaChange[]> {
  const client = createClient({ url: `file:${path.join(folder, 'fresh.db')}` })
  let before = new Map<string, string>()
  const changes: SchemaChange[] = []
  for (const migration of migrations) {
    await applyMigration(client, migration, async () => client.reconnect())
    const objects = (await readSchema(client)).filter(isMadeBySomebody)
    const now = new Map(objects.map(object => [objectKey(object), JSON.stringify(object)]))
    const made = objects.filter(object => before.get(objectKey(object)) !== JSON.stringify(object))
    const gone = [...before.keys()].filter(key => !now.has(key))
    changes.push({ migration: migration.name, made, gone })
    before = now
  }
  client.close()
  return changes
}

test('schema-made.json lists what the migrations make, for the check at every start', async () => {
  const written = `${JSON.stringify(await changesOfMigrations(), null, 2)}\n`
  await expect(written).toMatchFileSnapshot('./schema-made.json')
})

describe('a start is refused, and names what differs from the migrations', () => {
  test.each([
    ['the trigger promote on sessions does not belong to this program', promote('promote')],
    ['the trigger libsql_x on sessions does not belong to this program', promote('libsql_x')],
    ['the table extra does not belong to this program', 'CREATE TABLE extra (a);'],
    ['the view seen does not belong to this program', 'CREATE VIEW seen AS SELECT * FROM users;'],
    [
      'the index extra on users does not belong to this program',
      'CREATE UNIQUE INDEX extra ON users (role);',
    ],
    [
      'the trigger users_keep_last_admin on users is missing',
      'DROP TRIGGER users_keep_last_admin;',
    ],
    ['the index rolls_one_in_force on rolls is missing', 'DROP INDEX rolls_one_in_force;'],
    [
      'the trigger refusals_abort on refusals was changed',
      `DROP TRIGGER refusals_abort;
       CREATE TRIGGER refusals_abort INSTEAD OF INSERT ON refusals BEGIN SELECT 1; END;`,
    ],
    ['the table sessions was changed', 'ALTER TABLE sessions ADD COLUMN more TEXT;'],
  ])('%s', async (words, script) => {
    await change(script)
    await expect(prepareDatabase({ database })).rejects.toThrow(
      `the database does not match this program: ${words}. `,
    )
  })
})

test('ignores what SQLite or a libSQL server makes for itself', async () => {
  await change(`INSERT INTO write_proofs VALUES (1, 1) ON CONFLICT DO NOTHING; ANALYZE;
    CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
    CREATE TABLE libsql_wasm_func_table (name TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID;`)
  expect(await prepareDatabase({ database })).toEqual([])
})

test('a database with only foreign tables does not count as new', async () => {
  database = path.join(folder, 'other.db')
  await change('CREATE TABLE things (a);')
  await expect(prepareDatabase({ database })).rejects.toThrow(
    'the table things does not belong to this',
  )
})

test.each(migrations.map((_, index) => index + 1).slice(0, -1))(
  'an older database, with %s of the migrations, is checked against those before the others run',
  async howMany => {
    database = path.join(folder, 'older.db')
    await makeOlder(database, howMany)
    await change(`CREATE TRIGGER late AFTER INSERT ON migrations BEGIN DELETE FROM users; END;`)
    await expect(prepareDatabase({ database })).rejects.toThrow('the trigger late on migrations')
    closeDatabase()
    await change('DROP TRIGGER late;')
    expect(await prepareDatabase({ database })).toHaveLength(migrations.length - howMany)
  },
)
