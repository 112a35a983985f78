import { type Client, createClient } from '@libsql/client'

const DROPPED = [
  'DROP TRIGGER refusals_abort',
  'CREATE TRIGGER refusals_abort INSTEAD OF INSERT ON refusals BEGIN SELECT 1; END',
  'DROP TRIGGER events_total_covers_given',
  'DROP TRIGGER events_finalize_only_closed',
  'DROP TRIGGER users_keep_last_admin',
  // It names draws, which is rebuilt.
  'DROP TRIGGER events_keep_locked_terms',
  'DROP INDEX finalizations_one_in_force',
  'DROP INDEX rolls_one_in_force',
]

/**
 * Takes every guard out of a database: the conditions of batches, and the triggers and constraints behind them.
 * What then happens shows that a race is real.
 */
export async function unguard(database: string): Promise<void> {
  const client = createClient({ url: `file:${database}` })
  await client.execute('PRAGMA foreign_keys = OFF')
  for (const statement of DROPPED) await client.execute(statement)
  // Recreating a table drops its triggers too, such as the one against giving more than there is.
  await rebuild(client, 'requests', [['UNIQUE (event_id, user_id),', '']])
  await rebuild(client, 'draws', [
    ['PRIMARY KEY (event_id, number),', ''],
    ['STRICT, WITHOUT ROWID', 'STRICT'],
  ])
  await rebuild(client, 'lockings', [
    ['PRIMARY KEY (event_id, draw),', ''],
    ['STRICT, WITHOUT ROWID', 'STRICT'],
  ])
  client.close()
}

export async function rebuild(
  client: Client,
  table: string,
  changes: [from: string, to: string][],
) {
  const args = [table]
  const { rows } = await client.execute({
    sql: 'SELECT sql FROM sqlite_schema WHERE name = ?',
    args,
  })
  let definition = String(rows[0]?.sql).replace(`TABLE ${table}`, `TABLE ${table}_loose`)
  for (const [from, to] of changes) {
    if (!definition.includes(from)) throw new Error(`${table} has no ${from}`)
    definition = definition.replace(from, to)
  }
  await client.execute(definition)
  await client.execute(`INSERT INTO ${table}_loose SELECT * FROM ${table}`)
  await client.execute(`DROP TABLE ${table}`)
  await client.execute(`ALTER TABLE ${table}_loose RENAME TO ${table}`)
}

/** Notes when a request was really written, by the clock of the database. */
export async function noteMoments(database: string): Promise<void> {
  const client = createClient({ url: `file:${database}` })
  await client.execute('CREATE TABLE written (request_id TEXT, at REAL)')
  await client.execute(
    `CREATE TRIGGER requests_note_moment AFTER INSERT ON requests
      BEGIN INSERT INTO written VALUES (NEW.id, unixepoch('subsec') * 1000); END`,
  )
  client.close()
}
