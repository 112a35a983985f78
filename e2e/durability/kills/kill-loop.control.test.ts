import { expect, test } from 'vitest'
import { broken } from '../broken/preload.ts'
import { killLoop } from './kill-loop.ts'

/** The loop ends with the first loss; slow machines, where a kill comes before any mail, need many rounds. */
const control = { runtime: 'node', rounds: 80, seed: 5, startsKilled: 0 } as const

test('(control) a server that answers before it has committed loses what it acknowledged', async () => {
  const report = await killLoop({ ...control, env: broken('early-answer') })
  expect(report.wrongs).toContainEqual(expect.stringMatching(/acknowledged.* is lost/))
})

/** Removes the mark of a mail handed over to SES at once; and no mail may come twice. */
const LEASE_OFF = `CREATE TRIGGER lease_off AFTER UPDATE OF lease_id ON mails
  BEGIN UPDATE mails SET state = 'queued' WHERE id = NEW.id; END;
  CREATE TRIGGER repeatable_off AFTER INSERT ON mails
  BEGIN UPDATE mails SET is_repeatable = 0 WHERE id = NEW.id; END`

test('(control) without leases a mail in flight at a kill arrives twice', async () => {
  const report = await killLoop({
    ...control,
    sabotage: LEASE_OFF,
    env: { SCHEMA_CHECK: 'off' },
    hangs: 1,
  })
  expect(report.wrongs).toContainEqual(expect.stringMatching(/^2 times, at most 1: /))
})
