import { createClient } from '@libsql/client'
import { rebuild, unguard } from '../unguarded.ts'

const DROPPED = [
  'DROP TRIGGER after_states_balance',
  'DROP TRIGGER offers_end_once',
  'DROP INDEX offers_open',
]

/** Takes the conditions out, as `unguard` does, and what guards the log and the sums. */
export async function unguardAfter(database: string): Promise<void> {
  await unguard(database)
  const client = createClient({ url: `file:${database}` })
  await client.execute('PRAGMA foreign_keys = OFF')
  for (const statement of DROPPED) await client.execute(statement)
  // Drops its triggers too, such as the one that keeps the numbers of lines in sequence.
  await rebuild(client, 'ticket_moves', [
    ['PRIMARY KEY (finalization_id, n)', 'CHECK (n > 0)'],
    ['STRICT, WITHOUT ROWID', 'STRICT'],
  ])
  client.close()
}
