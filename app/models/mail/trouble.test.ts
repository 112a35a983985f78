import { beforeEach, expect, test } from 'vitest'
import { mailTroubleSince, noteDelivery } from './trouble.ts'

beforeEach(() => noteDelivery('sent'))

test('trouble begins with the first failure and ends when an email gets out', () => {
  expect(mailTroubleSince()).toBeUndefined()
  noteDelivery('failed', 1000)
  noteDelivery('unknown', 2000)
  expect(mailTroubleSince()).toBe(1000)
  noteDelivery('sent', 3000)
  expect(mailTroubleSince()).toBeUndefined()
})

test('one address that is refused is no trouble; two in a row are', () => {
  noteDelivery('refused', 1000)
  expect(mailTroubleSince()).toBeUndefined()
  noteDelivery('sent', 2000)
  noteDelivery('refused', 3000)
  expect(mailTroubleSince()).toBeUndefined()
  noteDelivery('refused', 4000)
  expect(mailTroubleSince()).toBe(3000)
})

test('being too fast for a moment is no trouble', () => {
  noteDelivery('throttled', 1000)
  expect(mailTroubleSince()).toBeUndefined()
})
