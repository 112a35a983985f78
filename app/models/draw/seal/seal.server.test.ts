import { expect, test } from 'vitest'
import { FORMER_DEFAULT_KEY, newKey } from '#app/secret-key.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { countOpenlySealed, openSeal, SealBrokenError, sealSecret } from './seal.server.ts'

testDatabase()

const SECRET = 'ab'.repeat(32)

/** An event whose second draw was sealed with a given key. */
async function sealedWith(SECRET_KEY: string): Promise<string> {
  const { id } = await createEvent()
  overrideSettings({ SECRET_KEY })
  await write([sealSecret(id, 2, { name: '' }, 'again', { secret: SECRET }).step])
  overrideSettings({ SECRET_KEY: newKey() })
  return id
}

test('a secret sealed with the former default key still opens, and is counted', async () => {
  const eventId = await sealedWith(FORMER_DEFAULT_KEY)
  expect(await openSeal(eventId, 2)).toBe(SECRET)
  expect(await countOpenlySealed()).toBe(1)
})

test('a secret sealed with another key does not open', async () => {
  const eventId = await sealedWith(newKey())
  await expect(openSeal(eventId, 2)).rejects.toThrow(SealBrokenError)
})
