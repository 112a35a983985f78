import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { commitmentOf } from '#app/allocation/ranking.ts'
import { sealAnother } from '#app/models/draw/another-draw.server.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { nextDraw } from '#app/models/draw/draw-number.server.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
import { chooseRule } from '#app/models/draw/preparing/choice.server.ts'
import { findPreparation } from '#app/models/draw/preparing/preparation.server.ts'
import { readDrawPage } from '#app/models/draw/public/draw-page.server.ts'
import { readPublicLog } from '#app/models/draw/public/log.server.ts'
import { findOwnEntry, sayHowDecided } from '#app/models/draw/public/promise.server.ts'
import { sayEntry } from '#app/models/draw/public/say-promise.ts'
import { openSeal } from '#app/models/draw/seal/seal.server.ts'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { saveRequest } from '#app/models/requests/writing.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { overrideSettings, settings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent, sealedEvent } from '#app/testing/draws.ts'
import { createEvent, createUser, managedBy, viewerOf } from '#app/testing/factories.ts'
import { lastAudited } from '#app/testing/trail.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, mails, rolls, ruleChoices, seals, tokens } from '#db/schema.ts'
import { settleRestored } from './restored.server.ts'

testDatabase()

const NAME = 'tickets-2026-03-01T04-05-06-789Z-scheduled.db'
const REASON = 'Restored from a backup of 2026-03-01T04:05:06Z'
const choice = { rule: 'plain', order: 'draw', cap: 2, publicValueSource: null } as const

async function sealsOf(eventId: string) {
  return db().select().from(seals).where(eq(seals.eventId, eventId)).orderBy(seals.draw)
}

async function restored(name = NAME) {
  // The content of a backup is older than the backup.
  await write([sql`UPDATE events SET created_at = 1`])
  return settleRestored(name)
}

async function openEvent() {
  const owner = viewerOf(await createUser({ role: 'organizer' }))
  const event = await createEvent({ ownerId: owner.userId })
  await write(stepsToSeal(event.id))
  return { event, owner }
}

describe('an event that is sealed and not drawn', () => {
  test.each([
    ['draft', { opensAt: null }],
    ['open', {}],
    ['closed', { closedAt: 1 }],
  ])(
    'gets another secret and number while it is %s, in public and in the trail',
    async (_, facts) => {
      const event = await createEvent(facts)
      await write(stepsToSeal(event.id))
      const old = await openSeal(event.id, 1)
      expect(await restored()).toMatchObject({ resealed: 1, isKeyRight: true })
      const [first, second, ...more] = await sealsOf(event.id)
      expect(more).toEqual([])
      expect(first?.commitment).toBe(commitmentOf(old))
      expect(second).toMatchObject({ draw: 2, sealedByName: '', reason: REASON })
      const fresh = await openSeal(event.id, 2)
      expect(fresh).not.toBe(old)
      expect(second?.commitment).toBe(commitmentOf(fresh))
      const { after, actorId } = await lastAudited('draw.sealed-again')
      expect(actorId).toBeNull()
      expect(after).toEqual({ draw: 2, reason: REASON, commitment: second?.commitment })
      expect((await lastAudited('database.restored')).after).toMatchObject({
        from: NAME,
        backupAt: Date.parse('2026-03-01T04:05:06.789Z'),
        resealed: 1,
      })
      expect(await nextDraw(event.id)).toBe(2)
    },
  )

  test('is drawn with the new secret only: the old one decides nothing, even when asked for', async () => {
    const { event, viewer } = await sealedEvent(['2', '2', '2'], 2)
    await freezeRoll(event.id)
    const old = await openSeal(event.id, 1)
    const roll = await db().select().from(rolls)
    await restored()
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'not-sealed' })
    expect(await db().select().from(rolls)).toEqual(roll)
    expect(await makeDraw(event.id, 2, viewer)).toEqual({ draw: 2, refusal: undefined })
    const document = await findDrawDocument(event.id, 2)
    expect(document?.rollHash).toBe(roll[0]?.rollHash)
    expect(document?.secret).toBe(await openSeal(event.id, 2))
    expect(document?.secret).not.toBe(old)
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'drawn' })
    expect(await makeDraw(event.id, 2, viewer)).toEqual({ refusal: 'drawn' })
  })

  test('can have another draw after that, and numbering continues', async () => {
    const { event, viewer } = await sealedEvent(['2', '2'], 2)
    await restored()
    await makeDraw(event.id, 2, viewer)
    expect(await findPreparation(await managedBy(viewer, event.id))).toMatchObject({
      draw: 2,
      isDrawn: true,
    })
    const another = { ...choice, draw: 3, reason: 'A wrong total' }
    expect((await sealAnother(event.id, viewer, another)).refusal).toBeUndefined()
    expect(await findPreparation(await managedBy(viewer, event.id))).toMatchObject({
      draw: 3,
      isDrawn: false,
    })
    expect(await makeDraw(event.id, 3, viewer)).toMatchObject({ draw: 3 })
  })

  test('keeps the chosen rule, by whom and when, and accepts a later choice', async () => {
    const { event, owner } = await openEvent()
    await chooseRule(event.id, choice, owner)
    await restored()
    const [before, after] = (await db().select().from(ruleChoices)).slice(-2)
    expect(after).toEqual({ ...before, id: after?.id, draw: 2 })
    expect(await findPreparation(await managedBy(owner, event.id))).toMatchObject({
      choice: { rule: 'plain', cap: 2 },
    })
    expect((await chooseRule(event.id, { ...choice, cap: 3 }, owner)).refusal).toBeUndefined()
    expect(await findPreparation(await managedBy(owner, event.id))).toMatchObject({
      choice: { cap: 3 },
    })
  })

  test('says so on its pages, and on receipts from before and after', async () => {
    const { event, owner } = await openEvent()
    const asker = viewerOf(await createUser())
    const ask = { requestId: '', version: 0, eventId: event.id, userId: asker.userId, note: '' }
    await saveRequest(asker, { ...ask, sizes: [2, 1] })
    await chooseRule(event.id, { ...choice, publicValueSource: 'The lottery of May' }, owner)
    await restored()
    const [first, second] = await sealsOf(event.id)
    const said = await sayHowDecided(event.id, 'open')
    expect(said.restored).toEqual([
      expect.stringMatching(/^On .* the database was restored from a backup of .*2026/),
    ])
    expect(said.warning).toContain('gave this draw another secret after the source')
    const facts = (rows: { name: string; value: string }[]) =>
      Object.fromEntries(rows.map(({ name, value }) => [name, value]))
    expect(facts(said.facts)).toMatchObject({
      Commitment: second?.commitment,
      'Commitment of draw 1': first?.commitment,
      'Why draw 2': second?.reason,
    })
    const entry = await findOwnEntry(event.id, asker.userId)
    expect(entry && facts(sayEntry(entry))).toMatchObject({
      'Commitment of the draw': second?.commitment,
      'Commitment of draw 1': first?.commitment,
      'Why draw 2': second?.reason,
    })
    const other = viewerOf(await createUser())
    await saveRequest(other, { ...ask, userId: other.userId, sizes: [1] })
    const [receipt] = await db().select().from(mails).where(eq(mails.userId, other.userId))
    expect(receipt?.text).toContain(second?.commitment)
    expect(receipt?.text).not.toContain(first?.commitment)
    const log = await readPublicLog(event.id)
    expect(log.seals.map(({ isReplaced }) => isReplaced)).toEqual([true, false])
    expect(log.isDue).toBe(true)
    expect(log.restores).toHaveLength(1)
  })

  test('is sealed again each time', async () => {
    const { event } = await openEvent()
    await restored()
    await restored()
    expect((await sealsOf(event.id)).map(({ draw }) => draw)).toEqual([1, 2, 3])
    expect(await nextDraw(event.id)).toBe(3)
  })
})

describe('an event with no draw to come is left as it is', () => {
  test('drawn, not finalized: its draw still counts, and its pages mention the restore', async () => {
    const { event, viewer } = await drawnEvent(['2', '1'])
    await restored()
    expect(await sealsOf(event.id)).toHaveLength(1)
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'drawn' })
    expect((await sayHowDecided(event.id, 'closed')).restored).toHaveLength(1)
    const page = await readDrawPage(event.id, 1, { page: 1, code: '' })
    expect(page?.restores).toHaveLength(1)
    expect((await readPublicLog(event.id)).isDue).toBe(false)
  })

  test('but a further draw, sealed and not made, is sealed again', async () => {
    const { event, viewer } = await drawnEvent(['2', '1'])
    await sealAnother(event.id, viewer, { ...choice, draw: 2, reason: 'A wrong total' })
    await restored()
    expect((await sealsOf(event.id)).map(({ draw }) => draw)).toEqual([1, 2, 3])
    expect(await makeDraw(event.id, 2, viewer)).toEqual({ refusal: 'not-sealed' })
    expect(await makeDraw(event.id, 3, viewer)).toMatchObject({ draw: 3 })
  })

  test('finalized, cancelled, or never sealed', async () => {
    const { event, viewer } = await drawnEvent(['1'])
    const [row] = await db().select().from(events).where(eq(events.id, event.id))
    const version = { allocationVersion: row?.allocationVersion ?? 0, withMail: false }
    expect((await finalize(event.id, viewer, version)).refusal).toBeUndefined()
    const cancelled = await createEvent({ cancelledAt: Date.now() })
    await write(stepsToSeal(cancelled.id))
    await createEvent()
    const before = await db().select().from(seals)
    // Both ended before the restore.
    await new Promise(resolve => setTimeout(resolve, 2))
    expect(await restored()).toMatchObject({ resealed: 0, isKeyRight: true })
    expect(await db().select().from(seals)).toEqual(before)
    for (const { id } of [event, cancelled])
      expect((await sayHowDecided(id, 'finalized')).restored).toEqual([])
  })
})

test('a different key is noticed', async () => {
  await openEvent()
  const { SECRET_KEY } = settings()
  overrideSettings({ SECRET_KEY: 'another key, which is long enough to be one' })
  expect(await restored()).toMatchObject({ resealed: 1, isKeyRight: false })
  overrideSettings({ SECRET_KEY })
})

test('the age of a backup comes from its newest entry where its name does not tell', async () => {
  await write([
    sql`INSERT INTO audit_entries (at, action, subject, subject_id) VALUES (1700000000000, 'a.b', 'user', 'x')`,
  ])
  await restored('copy.db')
  expect((await lastAudited('database.restored')).after).toMatchObject({ backupAt: 1.7e12 })
})

test('one-hour links that may have been used since are void; links for new people still work', async () => {
  const user = await createUser()
  for (const purpose of ['set-password', 'reset-password', 'sign-in'] as const)
    await write([
      db()
        .insert(tokens)
        .values({ tokenHash: purpose, purpose, userId: user.id, createdAt: 1, expiresAt: 9e15 }),
    ])
  await restored()
  expect((await db().select().from(tokens)).map(({ purpose }) => purpose)).toEqual(['set-password'])
})
