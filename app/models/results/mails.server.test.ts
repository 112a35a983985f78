import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { sealAnother } from '#app/models/draw/another-draw.server.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { cancelLocking } from '#app/models/draw/locking/cancel-locking.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { chainOfLockings, mailedLocking } from '#app/testing/lockings.ts'
import { db } from '#db/client.ts'
import { events, mails } from '#db/schema.ts'
import { finalize } from './finalization.server.ts'

testDatabase()

beforeEach(() => overrideSettings({ TEST_BEACON: chainOfLockings.beacon, BEACON_URL: '' }))

type Drawn = Awaited<ReturnType<typeof drawnEvent>>

async function resultTexts({ event: { id }, viewer }: Pick<Drawn, 'event' | 'viewer'>) {
  const [event] = await db().select().from(events).where(eq(events.id, id))
  const order = { allocationVersion: event?.allocationVersion ?? 0, withMail: true }
  expect((await finalize(id, viewer, order)).refusal).toBeUndefined()
  return (await db().select().from(mails).where(eq(mails.kind, 'result'))).map(({ text }) => text)
}

async function redrawn() {
  const locked = await mailedLocking({ withMail: false })
  const { eventId, viewer } = locked
  await cancelLocking(eventId, viewer, { draw: 1, reason: 'The wrong rule was chosen' })
  expect((await makeDraw(eventId, 2, viewer)).refusal).toBeUndefined()
  return locked
}

const another = { rule: 'plain' as const, cap: null, publicValueSource: null }

test('the result mail of an event with several draws names the last one and every reason', async () => {
  const locked = await redrawn()
  const reason = 'A pin was forgotten'
  await sealAnother(locked.eventId, locked.viewer, { ...another, draw: 3, reason })
  expect((await makeDraw(locked.eventId, 3, locked.viewer)).refusal).toBeUndefined()
  const texts = await resultTexts(locked)
  expect(texts).toHaveLength(3)
  for (const text of texts) {
    expect(text).toContain('the result of draw 3 of this event')
    expect(text).toContain('Draw 2: The wrong rule was chosen\nDraw 3: A pin was forgotten')
  }
})

test('a draw that was only sealed is not said to have decided', async () => {
  const locked = await redrawn()
  const reason = 'A pin was forgotten'
  await sealAnother(locked.eventId, locked.viewer, { ...another, draw: 3, reason })
  for (const text of await resultTexts(locked)) {
    expect(text).toContain('the result of draw 2 of this event')
    expect(text).not.toContain(reason)
  }
})

test('an event with one draw says nothing of others', async () => {
  for (const text of await resultTexts(await drawnEvent(['1', '1'], 2)))
    expect(text).not.toContain('of this event')
})
