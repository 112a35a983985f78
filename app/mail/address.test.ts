import { expect, test } from 'vitest'
import { isEmailAddress } from '#app/values/contact.ts'
import { formatAddress, isSendableAddress } from './address.ts'

test('quotes a plain name, and escapes its quotes and backslashes', () => {
  expect(formatAddress('Tickets, "the" \\ club', 'a@example.org')).toBe(
    '"Tickets, \\"the\\" \\\\ club" <a@example.org>',
  )
})

test('encodes a name beyond ASCII in words of at most 75 characters, without splitting a character', () => {
  const name = 'Bühne 🎟 '.repeat(12).trim()
  const words = formatAddress(name, 'a@example.org').replace(' <a@example.org>', '').split(' ')
  expect(words.length).toBeGreaterThan(1)
  for (const word of words) expect(word.length).toBeLessThanOrEqual(75)
  const decoded = words.map(word =>
    Buffer.from(word.replace(/^=\?UTF-8\?B\?|\?=$/g, ''), 'base64').toString(),
  )
  expect(decoded.join('')).toBe(name)
  expect(decoded.join('')).not.toContain('\uFFFD')
})

test('a line break in a name does not start a header', () => {
  expect(formatAddress('Club\r\nBcc: spy@example.org', 'a@example.org')).toBe(
    '"Club Bcc: spy@example.org" <a@example.org>',
  )
})

test('accepts only one bare address as a recipient', () => {
  expect(isSendableAddress("o'neil+tickets@example.org")).toBe(true)
  for (const hostile of [
    'a@example.org,b@example.org',
    'a@example.org;b@example.org',
    'A <a@example.org>',
    'a@example.org\nBcc: b@example.org',
    'a b@example.org',
    'ä@example.org',
    'nobody',
    '@example.org',
    `${'a'.repeat(250)}@example.org`,
  ]) {
    expect(isSendableAddress(hostile), hostile).toBe(false)
  }
})

test.each([
  'ben&jerry@example.org',
  'a/b@example.org',
  "sean.o'neil@example.org",
  "names'@example.org",
  'tester+tickets@example.org',
  '_x_@example.org',
  '{a}|b~c!#$%*=?^`@example.org',
  'a@b.photography',
  'ANN.UPPER@MAIL.SUB.EXAMPLE.CO.UK',
  'info@xn--mller-kva.example',
  'a@xn--e1afmkfd.xn--p1ai',
])('%s is an address, and mail can be sent to it', email => {
  expect([isEmailAddress(email), isSendableAddress(email)]).toEqual([true, true])
})

test.each([
  '',
  'nobody',
  '@example.org',
  'a@',
  'a@@example.org',
  'a@example',
  'a@example.',
  'a@.org',
  'a@-example.org',
  'a@example-.org',
  'a@example.1',
  'a@192.0.2.1',
  'a@[192.0.2.1]',
  '.a@example.org',
  'a.@example.org',
  'a..b@example.org',
  'a b@example.org',
  'a,b@example.org',
  '"a b"@example.org',
  'sean.o’neil@example.org',
  'jürgen@example.org',
  'info@müller.example',
  'a@example.org\n',
  'A <a@example.org>',
  `${'a'.repeat(250)}@example.org`,
])('%j is no address', email => {
  expect(isEmailAddress(email)).toBe(false)
})
