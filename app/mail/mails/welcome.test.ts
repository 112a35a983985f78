import { expect, test } from 'vitest'
import { welcomeMail } from './welcome.ts'

test('the welcome mail brings the link in both parts, and shows a name as it is written', () => {
  const mail = welcomeMail({
    appName: 'Tickets',
    name: '<img src=x> & Co',
    email: 'ada@example.org',
    link: 'https://tickets.example.org/reset-password/abc',
    askAgain: 'https://tickets.example.org/forgot-password',
    days: 7,
  })
  expect(mail.text).toContain('Hello <img src=x> & Co,')
  expect(mail.text).toContain('https://tickets.example.org/reset-password/abc')
  expect(mail.text).toContain('for 7 days')
  expect(mail.html).toContain('&lt;img src=x&gt; &amp; Co')
  expect(mail.html).toContain('href="https://tickets.example.org/reset-password/abc"')
  expect(mail.html).not.toContain('<img')
})
