import { beforeEach, describe, expect, test } from 'vitest'
import { recallZone } from '#app/models/settings/time-zone.server.ts'
import { overrideSettings, rememberZone, settings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, storedSettings } from '#db/schema.ts'
import { changeZone } from './change-zone.server.ts'

testDatabase()
beforeEach(() => {
  overrideSettings({ isZoneFixed: false })
  rememberZone(undefined)
})

async function person(role: 'admin' | 'organizer') {
  const { id, name } = await createUser({ role })
  return { userId: id, name }
}

const stored = async () => (await db().select().from(storedSettings)).map(row => row.value)
const remembered = () => [settings().APP_TIME_ZONE, settings().hasOwnZone]

describe('an admin chooses the time zone', () => {
  test('for everybody at once and after the next start, with an entry', async () => {
    const admin = await person('admin')
    expect(remembered()).toEqual(['UTC', false])
    expect(await changeZone({ timeZone: 'Europe/Paris', was: 'UTC' }, admin)).toBeUndefined()
    expect(remembered()).toEqual(['Europe/Paris', true])
    expect(await changeZone({ timeZone: 'Asia/Tokyo', was: 'Europe/Paris' }, admin)).toBeUndefined()
    rememberZone(undefined)
    await recallZone()
    expect(remembered()).toEqual(['Asia/Tokyo', true])
    expect(await db().select().from(auditEntries)).toMatchObject([
      { subject: 'settings', before: null, after: '{"timeZone":"Europe/Paris"}' },
      { before: '{"timeZone":"Europe/Paris"}', after: '{"timeZone":"Asia/Tokyo"}' },
    ])
  })

  test('UTC too, which then counts as chosen; the same again writes nothing', async () => {
    const admin = await person('admin')
    expect(await changeZone({ timeZone: 'UTC', was: 'UTC' }, admin)).toBeUndefined()
    expect(remembered()).toEqual(['UTC', true])
    expect(await changeZone({ timeZone: 'UTC', was: 'UTC' }, admin)).toBe('same')
    expect(await db().select().from(auditEntries)).toHaveLength(1)
  })
})

describe('it is refused, and nothing is written', () => {
  test('when somebody else changed it, on another server too; then it is read again', async () => {
    const admin = await person('admin')
    await changeZone({ timeZone: 'Europe/Paris', was: 'UTC' }, admin)
    rememberZone(undefined)
    expect(await changeZone({ timeZone: 'Asia/Tokyo', was: 'UTC' }, admin)).toBe('stale')
    expect(await stored()).toEqual(['Europe/Paris'])
    expect(remembered()).toEqual(['Europe/Paris', true])
  })

  test('to someone who is no longer an admin', async () => {
    const organizer = await person('organizer')
    expect(await changeZone({ timeZone: 'Asia/Tokyo', was: 'UTC' }, organizer)).toBe('not-admin')
    expect(await stored()).toEqual([])
  })

  test('where the environment decides, whose zone comes before the stored one', async () => {
    const admin = await person('admin')
    await changeZone({ timeZone: 'Europe/Paris', was: 'UTC' }, admin)
    overrideSettings({ isZoneFixed: true, APP_TIME_ZONE: 'Asia/Tokyo' })
    expect(await changeZone({ timeZone: 'UTC', was: 'Europe/Paris' }, admin)).toBe('fixed')
    await recallZone()
    expect(settings().APP_TIME_ZONE).toBe('Asia/Tokyo')
    expect(await stored()).toEqual(['Europe/Paris'])
  })
})

test('a stored zone that this runtime does not know leaves the default', async () => {
  await write([db().insert(storedSettings).values({ name: 'time-zone', value: 'Mars/Olympus' })])
  await recallZone()
  expect(remembered()).toEqual(['UTC', false])
})
