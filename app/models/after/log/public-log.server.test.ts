import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { checkLogInSteps } from '#app/allocation/after/check-log.ts'
import { headByHand } from '#app/allocation/after/line.ts'
import { runToEnd } from '#app/allocation/run-to-end.ts'
import { changeLine, offerWhatIsFree } from '#app/models/after/line/change.server.ts'
import { giveBack } from '#app/models/after/member.server.ts'
import { findDrawFile } from '#app/models/draw/public/draw-page.server.ts'
import { storeFinalizedDocuments } from '#app/models/draw/public/kept-documents.server.ts'
import {
  finalize,
  findFinalization,
  undoFinalization,
} from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { readLog } from '#app/testing/after.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { afterStates, events, finalizations, standings } from '#db/schema.ts'
import { findAfterLog, readAfterLog } from './public-log.server.ts'
import { comparePublishedLog } from './published-log.server.ts'
import { sayLog } from './say-log.ts'

testDatabase()

const HOUR = 3_600_000
const reason = 'Entered for the wrong person'
const never = new AbortController().signal

async function decide(eventId: string, organizer: Viewer) {
  const [row] = await db().select().from(events).where(eq(events.id, eventId))
  const allocationVersion = row?.allocationVersion ?? 0
  const done = await finalize(eventId, organizer, { allocationVersion, withMail: false })
  expect(done.refusal).toBeUndefined()
}

const codeOf = async (userId: string) =>
  (await db().select().from(standings).where(eq(standings.userId, userId))).at(-1)?.code ?? ''

function identityOf(eventId: string, text: string) {
  const { identity } = runToEnd(checkLogInSteps({ text, of: { eventId } }))
  if (!identity) throw new Error('does not hold')
  return identity
}

describe('without a draw', () => {
  let organizer: Viewer
  let eventId: string
  let people: Viewer[]

  beforeEach(async () => {
    organizer = viewerOf(await createUser({ role: 'organizer' }))
    const startsAt = Date.now() + 30 * 24 * HOUR
    const event = await createEvent({
      ownerId: organizer.userId,
      closedAt: Date.now(),
      startsAt,
      timeZone: 'Etc/UTC',
      totalTickets: 4,
    })
    eventId = event.id
    people = []
    for (const [index, draftAmount] of [4, 0, 0].entries()) {
      const user = await createUser()
      people.push(viewerOf(user))
      await createRequest({
        eventId,
        userId: user.id,
        sizes: '4,2,1',
        draftAmount,
        raisedAt: index,
      })
    }
    await decide(eventId, organizer)
    await offerWhatIsFree(organizer, eventId, true)
  })

  const [winner, first] = [() => people[0] as Viewer, () => people[1] as Viewer]

  test('the log is there to the byte, and holds', async () => {
    await giveBack(winner(), eventId, { tickets: 2, seen: 4 })
    const text = (await findAfterLog(eventId)) ?? ''
    expect(text).toBe(await readLog(eventId))
    expect(text.split('\n').length).toBeGreaterThan(6)
    const [state] = await db().select().from(afterStates)
    expect(identityOf(eventId, text)).toMatchObject({ n: state?.n, head: state?.head })
  })

  test('its page says each line in words, newest first, and counts', async () => {
    await giveBack(winner(), eventId, { tickets: 2, seen: 4 })
    const page = await readAfterLog(eventId, 1)
    if (!page) throw new Error('no log')
    const said = sayLog(page, 'Etc/UTC')
    const [mine, theirs] = [await codeOf(winner().userId), await codeOf(first().userId)]
    const words = said.said.map(({ before, code, after }) => `${before}${code}${after}`)
    expect(words.at(-1)).toBe('4 tickets were added.')
    expect(words).toContain(`${mine} asked for 4 › 2 › 1.`)
    expect(words).toContain(`${mine} got 4 tickets.`)
    expect(words.find(each => each.includes('gave back'))).toBe(`${mine} gave back 2 tickets.`)
    expect(words.some(each => each.startsWith(`1 ticket was offered to ${theirs} until `))).toBe(
      true,
    )
    expect(said).toMatchObject({ held: 2, offered: 2, free: 0, number: 1, earlier: [] })
    expect(said.corrected).toBe('No organizer changed anything by hand after publishing.')
  })

  test('skipping somebody corrects nothing, and is counted by itself', async () => {
    const code = await codeOf(first().userId)
    const done = await changeLine(organizer, eventId, [{ kind: 'skip', code, reason }])
    expect(done.refusal).toBeUndefined()
    const page = await readAfterLog(eventId, 1)
    if (!page) throw new Error('no log')
    expect(sayLog(page, 'Etc/UTC').corrected).toBe(
      '0 of 3 people corrected by an organizer after publishing. 1 person was skipped.',
    )
  })

  test('what an organizer changes is counted', async () => {
    const [code, other] = [await codeOf(winner().userId), await codeOf(first().userId)]
    const done = await changeLine(organizer, eventId, [
      { kind: 'lower', code, tickets: 1, reason },
      { kind: 'give', code: other, tickets: 1, reason },
    ])
    expect(done.refusal).toBeUndefined()
    const page = await readAfterLog(eventId, 1)
    if (!page) throw new Error('no log')
    const said = sayLog(page, 'Etc/UTC')
    expect(said.corrected).toBe('2 of 3 people corrected by an organizer after publishing.')
    expect(said.said[0]?.before).toBe('An organizer gave 1 ticket to ')
  })

  test('long logs have pages', async () => {
    const code = await codeOf(winner().userId)
    for (let n = 0; n < 30; n += 1) {
      await changeLine(organizer, eventId, [
        { kind: 'lower', code, tickets: 1, reason },
        { kind: 'give', code, tickets: 1, reason },
      ])
    }
    const first = await readAfterLog(eventId, 1)
    const last = await readAfterLog(eventId, 99)
    expect([first?.pages, first?.page, last?.page]).toEqual([2, 1, 2])
    expect(first?.lines).toHaveLength(50)
    expect(first?.lines[0]?.n).toBe(first?.n)
    expect(last?.lines.at(-1)?.n).toBe(1)
  })

  test('this server says whether it published it', async () => {
    const before = identityOf(eventId, (await findAfterLog(eventId)) ?? '')
    const whole = { holds: true, said: expect.stringContaining('up to its last line') }
    expect(await comparePublishedLog(before)).toEqual(whole)
    await giveBack(winner(), eventId, { tickets: 2, seen: 4 })
    const now = identityOf(eventId, (await findAfterLog(eventId)) ?? '')
    expect(await comparePublishedLog(now)).toEqual(whole)
    expect(await comparePublishedLog(before)).toEqual({
      holds: true,
      said: `This is the beginning of the log that this server published: ${before.n} lines of ${now.n}.`,
    })
    const empty = { eventId, n: 0, head: headByHand(eventId) }
    expect(await comparePublishedLog(empty)).toMatchObject({ holds: true })
    for (const other of [
      { ...now, head: before.head },
      { ...now, n: now.n + 1 },
    ])
      expect(await comparePublishedLog(other)).toMatchObject({
        holds: false,
        said: expect.stringContaining('another log'),
      })
    expect(await comparePublishedLog({ ...now, eventId: 'other' })).toEqual({
      holds: true,
      said: 'This server has no such event.',
    })
  })

  test('an earlier decision keeps its log', async () => {
    const earlier = (await findAfterLog(eventId)) ?? ''
    const finalization = await findFinalization(eventId)
    const finalizationId = finalization?.finalizationId ?? ''
    const undone = await undoFinalization(eventId, organizer, { finalizationId, reason })
    expect(undone.refusal).toBeUndefined()
    expect(await findAfterLog(eventId)).toBeUndefined()
    expect(await readAfterLog(eventId, 1)).toBeUndefined()
    await decide(eventId, organizer)
    expect(await findAfterLog(eventId, 1)).toBe(earlier)
    expect(await findAfterLog(eventId, 2)).toBe(await findAfterLog(eventId))
    expect(await findAfterLog(eventId, 3)).toBeUndefined()
    expect((await readAfterLog(eventId, 1))?.earlier).toEqual([1])
    expect(await comparePublishedLog(identityOf(eventId, earlier))).toMatchObject({ holds: true })
  })

  test('an event without a decision has none', async () => {
    const event = await createEvent()
    expect(await findAfterLog(event.id)).toBeUndefined()
    expect(await comparePublishedLog({ eventId: event.id, n: 0, head: '' })).toMatchObject({
      holds: false,
    })
  })
})

describe('after a draw', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

  async function drawnAndDecided() {
    const { event, viewer } = await drawnEvent(['2,1', '2', '1'], 3)
    const before = await findDrawFile(event.id, 1)
    await decide(event.id, viewer)
    return { event, before }
  }

  test('the document answers the bytes that its log begins with', async () => {
    const { event } = await drawnAndDecided()
    const [state] = await db().select().from(afterStates)
    expect(sha256((await findDrawFile(event.id, 1)) ?? '')).toBe(state?.startHead)
    await write([sql`UPDATE finalizations SET document = document || ' '`])
    expect(await findDrawFile(event.id, 1)).toMatch(/ $/)
    expect(await findDrawFile(event.id, 2)).toBeUndefined()
  })

  test('a decision of an older version keeps its document from then on', async () => {
    const { event } = await drawnAndDecided()
    const document = await findDrawFile(event.id, 1)
    await write([sql`UPDATE finalizations SET document = NULL`])
    await storeFinalizedDocuments(never)
    const [row] = await db().select().from(finalizations)
    expect(row?.document).toBe(document)
    await write([sql`UPDATE finalizations SET document = 'as it was'`])
    await storeFinalizedDocuments(never)
    expect(await findDrawFile(event.id, 1)).toBe('as it was')
  })
})
