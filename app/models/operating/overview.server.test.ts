import { expect, test } from 'vitest'
import { overrideSettings, settings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser } from '#app/testing/factories.ts'
import { overviewFigures, shownSettings } from './overview.server.ts'

testDatabase()

test('people are counted by role, deactivated ones separately, and events by their state now', async () => {
  const admin = await createUser({ role: 'admin' })
  await createUser({ role: 'organizer', deactivatedAt: 1 })
  const { id: eventId } = await createEvent({ ownerId: admin.id })
  await createEvent({ ownerId: admin.id, cancelledAt: 1 })
  await createRequest({ eventId })
  expect(await overviewFigures()).toEqual({
    people: { admin: 1, member: 1, deactivated: 1 },
    events: { open: 1, cancelled: 1 },
    mails: {},
    requests: 1,
    auditCount: 0,
  })
})

test('the settings say of secrets only whether they are set', () => {
  const before = settings()
  overrideSettings({
    SECRET_KEY: 'hidden-key',
    DATABASE: 'libsql://user:hidden-password@db.example.org?authToken=hidden-token',
    DATABASE_AUTH_TOKEN: 'hidden-token',
    AWS_ACCESS_KEY_ID: 'hidden-id',
    AWS_SECRET_ACCESS_KEY: 'hidden-secret',
  })
  const shown = shownSettings()
  overrideSettings(before)
  expect(JSON.stringify(shown)).not.toMatch(/hidden/)
  expect(shown).toContainEqual(['AWS_SECRET_ACCESS_KEY', 'set'])
  expect(shown).toContainEqual(['DATABASE', 'libsql://db.example.org'])
})
