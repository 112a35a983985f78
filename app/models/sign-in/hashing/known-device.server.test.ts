import { expect, test } from 'vitest'
import { overrideSettings, settings } from '#app/settings.server.ts'
import { knownDevice, markDevice } from './known-device.server.ts'

test('a device is known only for the accounts that signed in on it', () => {
  const ofAda = markDevice(undefined, 'ada')
  const ofBoth = markDevice(ofAda, 'ben')
  const id = ofAda.split('.')[0]
  expect(knownDevice(ofAda, 'ada')).toBe(id)
  expect(knownDevice(ofAda, 'ben')).toBeUndefined()
  expect([knownDevice(ofBoth, 'ada'), knownDevice(ofBoth, 'ben')]).toEqual([id, id])
  expect(markDevice(ofBoth, 'ben')).toBe(ofBoth)
  expect(knownDevice(undefined, 'ada')).toBeUndefined()
})

test('the cookie names nobody and cannot be forged without the key', () => {
  const device = markDevice(undefined, 'ada')
  expect(device).toMatch(/^[\w-]{22}\.[\w-]{22}$/)
  const { SECRET_KEY } = settings()
  overrideSettings({ SECRET_KEY: 'another key of this program for a test' })
  expect(knownDevice(device, 'ada')).toBeUndefined()
  overrideSettings({ SECRET_KEY })
})

test('the cookie stays short: of many people who share a device, the latest five are known', () => {
  let device: string | undefined
  for (let person = 0; person < 9; person += 1) device = markDevice(device, `person${person}`)
  const known = Array.from({ length: 9 }, (_, person) => knownDevice(device, `person${person}`))
  expect(known.map(Boolean)).toEqual([...Array(4).fill(false), ...Array(5).fill(true)])
})

test.each(['', '.', 'a', 'a.b', '....'])('a malformed cookie (%s) is unknown', text => {
  expect(knownDevice(text, 'ada')).toBeUndefined()
})
