import { expect, test } from 'vitest'
import { sayConfirmingAt } from './finalization-page.server.ts'

const HOUR = 3_600_000
const now = Date.UTC(2027, 4, 1, 12)
const event = {
  startsAt: now + 240 * HOUR,
  offersEndHours: 3,
  confirmBy: now + 100 * HOUR,
  releasesUnconfirmed: true,
  timeZone: 'UTC',
}

test.each([
  [
    {},
    'Everyone with tickets is emailed to confirm by Wednesday 5 May 2027, 16:00 UTC. Tickets not confirmed by then go to other people.',
  ],
  [
    { releasesUnconfirmed: false },
    'Everyone with tickets is emailed to confirm by Wednesday 5 May 2027, 16:00 UTC.',
  ],
  [
    { confirmBy: now + HOUR },
    'People get 72 hours to confirm. The time moves to Tuesday 4 May 2027, 12:00 UTC, and everyone with tickets is emailed. Tickets not confirmed by then go to other people.',
  ],
  [
    { confirmBy: now + HOUR, startsAt: now + 74 * HOUR },
    'People get 72 hours to confirm. The time moves to Tuesday 4 May 2027, 12:00 UTC, and everyone with tickets is emailed. That is too close to the start, so no tickets are released.',
  ],
  [
    { confirmBy: now + HOUR, startsAt: now + 71 * HOUR },
    'The event starts in less than 72 hours, so nobody is asked to confirm.',
  ],
  [{ confirmBy: null }, null],
])('the finalizing page says what becomes of confirm by: %j', (change, said) => {
  expect(sayConfirmingAt(now, { ...event, ...change })?.replaceAll('y, ', 'y ') ?? null).toBe(said)
})
