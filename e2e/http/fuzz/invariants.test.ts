import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { expect, test } from 'vitest'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { closeDatabase } from '#db/client.ts'
import { prepareDatabase } from '#db/setup.ts'
import { TEST_ENV } from '../../test-env.ts'
import { brokenOf } from './invariants.ts'
import { seedWorld } from './world.ts'

test('the world is in order, and whatever is not is found', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-fuzz-'))
  const database = path.join(folder, 'tickets.db')
  overrideSettings(readSettings(TEST_ENV))
  await prepareDatabase({ database })
  await seedWorld()
  closeDatabase()
  const client = createClient({ url: `file:${database}` })
  try {
    expect(await brokenOf(client)).toEqual([])
    const { rows } = await client.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (const { name } of rows) await client.execute(`DROP TRIGGER "${name}"`)
    await client.executeMultiple(`PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on;
      DROP INDEX finalizations_one_in_force;
      UPDATE results SET amount = 99;
      UPDATE requests SET draft_amount = 99;
      UPDATE requests SET draft_amount = -1, sizes = ',2' WHERE id = (SELECT min(id) FROM requests);
      UPDATE requests SET sizes = '41' WHERE id = (SELECT max(id) FROM requests);
      UPDATE results SET amount = -1 WHERE request_id = (SELECT min(request_id) FROM results);
      INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail)
        SELECT 'again', event_id, 2, finalized_at, 1 FROM finalizations LIMIT 1;
      INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail)
        SELECT 'late', id, 1, 9e12, 0 FROM events WHERE cancelled_at IS NOT NULL;
      INSERT INTO results SELECT 'again', id, 1, NULL FROM requests WHERE event_id <>
        (SELECT event_id FROM finalizations WHERE id = 'again') LIMIT 1;
      UPDATE events SET held_back = 99, asked_people = 99;
      UPDATE users SET role = 'member', name = 'a' || char(10) || 'b';
      UPDATE users SET deactivated_at = 2;
      UPDATE sessions SET user_id = 'nobody' WHERE id = (SELECT min(id) FROM sessions);`)
    for (const number of [1, 2, 3])
      await client.execute({
        sql: `INSERT INTO mails (id, kind, reason_key, user_id, event_id, to_email, subject, text, html, next_attempt_at, created_at)
          SELECT ?, 'result', ?, NULL, event_id, 'a@example.org', 'a' || char(10), '', '', 1, 1 FROM finalizations LIMIT 1`,
        args: [`m${number}`, `reason ${number}`],
      })
    const found = (await brokenOf(client)).map(line => line.replace(/:.*/, ''))
    expect([...new Set(found)].sort()).toEqual(
      [
        ...['a control character in a name', 'a mail with a line break in its head'],
        ...['a negative amount', 'a negative result', 'a reference to nothing in sessions'],
        ...['a result without a request of its event', 'a session of somebody who may not be in'],
        ...[
          'asked for more than one may',
          'draft over the total',
          'finalized while cancelled before',
          'free tickets that do not add up',
        ],
        ...[
          'held back more than there is',
          'in force, but not finalized',
          'more result mails than decisions',
        ],
        ...[
          'no admin left',
          'results over the total',
          'sizes that are none',
          'totals that do not count what is there',
          'two decisions in force',
        ],
      ].sort(),
    )
  } finally {
    client.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
