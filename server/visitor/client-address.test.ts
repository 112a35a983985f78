import { expect, test } from 'vitest'
import { clientAddress } from './client-address.ts'

const PEER = '172.16.0.2'
const CLIENT = '203.0.113.7'

test.each([
  ['nobody is trusted', undefined, 0, PEER],
  ['nobody is trusted, whatever is sent', CLIENT, 0, PEER],
  ['one proxy', CLIENT, 1, CLIENT],
  ['one proxy, and a forged address before it', `10.0.0.1, ${CLIENT}`, 1, CLIENT],
  ['a proxy that appends its own address too, as Fly does', `${CLIENT}, 66.241.124.1`, 2, CLIENT],
  ['the same, and a forged address', `10.0.0.1, ${CLIENT}, 66.241.124.1`, 2, CLIENT],
  ['fewer addresses than were promised', CLIENT, 2, CLIENT],
  ['none of them', undefined, 2, PEER],
  ['an address of version 4 in one of version 6', `::ffff:${CLIENT}`, 1, CLIENT],
  ['what is no address', 'unknown"><b>', 1, 'unknown'],
])('%s', (_, forwardedFor, trustedProxies, expected) => {
  expect(clientAddress(PEER, forwardedFor, trustedProxies)).toBe(expected)
})
