import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { offerWhatIsFree } from '#app/models/after/line/change.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { rowsOf } from '../../../http/database.ts'
import { openSite } from '../../../http/site.ts'
import { startServer } from '../../../server.ts'
import { TEST_ENV } from '../../../test-env.ts'
import { settableClock } from '../../clock.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'tickets-again-'))
const clock = settableClock(folder)
const noClock = typeof clock === 'string' ? clock : undefined
if (noClock) console.log(`Without a clock that can be set: ${noClock}`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const MOST_SECONDS = 60

/** One ticket, which three people want, is offered to the first. */
async function offerOneTicket(): Promise<string> {
  const owner = viewerOf(await createUser({ role: 'organizer' }))
  const event = await createEvent({
    ...{ ownerId: owner.userId, totalTickets: 1, closedAt: Date.now() },
    startsAt: Date.now() + 60 * 86_400_000,
  })
  for (let raisedAt = 0; raisedAt < 3; raisedAt += 1) {
    const { id: userId } = await createUser()
    await createRequest({ eventId: event.id, userId, sizes: '1', draftAmount: 0, raisedAt })
  }
  const { allocationVersion = 0 } = (await findManagedEvent(owner, event.id)) ?? {}
  await finalize(event.id, owner, { allocationVersion, withMail: false })
  await offerWhatIsFree(owner, event.id, true)
  return event.id
}

test.skipIf(noClock).each(['deno', 'node'] as const)(
  `on %s: while nobody presses anything, an offer that ran out is made again within ${MOST_SECONDS} s`,
  async runtime => {
    if (typeof clock === 'string') return
    clock.set(0)
    const database = path.join(folder, `${runtime}.db`)
    const options = { runtime, env: clock.env, isRemote: false, seed: offerOneTicket }
    const { server } = await openSite(database, options)
    const until = await endOfOffer(database)
    clock.set(Math.ceil((until - Date.now()) / 1000) - 3)
    await expectOfferedAgain(database, 2)
    await server.stop()
    expect(server.output()).not.toMatch(/POST|task failed/)

    // The next one ends while no server runs.
    clock.set(Math.ceil(((await endOfOffer(database)) - Date.now()) / 1000) + 3600)
    const next = await startServer({ runtime, database, env: { ...TEST_ENV, ...clock.env } })
    await expectOfferedAgain(database, 3)
    await next.stop()
  },
)

async function endOfOffer(database: string): Promise<number> {
  const [offer] = await rowsOf(database, "SELECT until_at FROM offers WHERE state = 'open'")
  return Number(offer?.until_at)
}

/** @param offers made so far, with the one that is awaited */
async function expectOfferedAgain(database: string, offers: number): Promise<void> {
  const since = performance.now()
  const linesOf = (kind: string) =>
    rowsOf(database, 'SELECT n, at, code, until_at FROM ticket_moves WHERE kind = ? ORDER BY n', [
      kind,
    ])
  while ((await linesOf('offered')).length < offers) {
    if (performance.now() - since > MOST_SECONDS * 1000) throw new Error('it is not offered again')
    await wait(100)
  }
  const [offered, expired] = [await linesOf('offered'), await linesOf('expired')]
  expect(expired).toHaveLength(offers - 1)
  const [before, last, end] = [offered.at(-2), offered.at(-1), expired.at(-1)]
  expect(end).toMatchObject({ code: before?.code, at: before?.until_at })
  expect(last?.n).toBe(Number(end?.n) + 1)
  expect(last?.code).not.toBe(before?.code)
}
