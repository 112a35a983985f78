import { beforeEach, expect, test } from 'vitest'
import { giveCode } from '#app/models/draw/seal/code.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import {
  finalize,
  findFinalization,
  undoFinalization,
} from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { expectLogToHold } from '#app/testing/after.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { joinLine, leaveLine } from './member.server.ts'

testDatabase()

let owner: Viewer
let eventId: string
let eve: Viewer

beforeEach(async () => {
  owner = viewerOf(await createUser({ role: 'organizer' }))
  const event = await createEvent({ ownerId: owner.userId, closedAt: Date.now() })
  eventId = event.id
  await createRequest({ eventId, userId: (await createUser()).id, draftAmount: 1 })
  eve = viewerOf(await createUser())
})

async function decide(): Promise<void> {
  const { allocationVersion = 0 } = (await findManagedEvent(owner, eventId)) ?? {}
  const done = await finalize(eventId, owner, { allocationVersion, withMail: false })
  expect(done.refusal).toBeUndefined()
}

async function expectToJoin(): Promise<void> {
  expect((await joinLine(eve, eventId, [1])).refusal).toBeUndefined()
  const { after } = await expectLogToHold(eventId)
  expect(after.people.size).toBe(2)
}

test('a person whose request was withdrawn before the decision joins with its code', async () => {
  await write([giveCode(eventId, eve.userId, 'evescode10')])
  await decide()
  await expectToJoin()
})

test('a person who left can join again once the decision is made again', async () => {
  await decide()
  await joinLine(eve, eventId, [1])
  await leaveLine(eve, eventId)
  const { finalizationId = '' } = (await findFinalization(eventId)) ?? {}
  const undone = await undoFinalization(eventId, owner, { finalizationId, reason: 'A mistake' })
  expect(undone.refusal).toBeUndefined()
  await decide()
  await expectToJoin()
})

test('joining at two devices at once is done once', async () => {
  await decide()
  const both = await Promise.all([joinLine(eve, eventId, [1]), joinLine(eve, eventId, [1])])
  expect(both.map(({ refusal }) => refusal)).toEqual([undefined, 'is-there'])
})
