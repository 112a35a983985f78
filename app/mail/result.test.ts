import { expect, test } from 'vitest'
import { resultMail } from './result.ts'

const data = {
  appName: 'Tickets',
  name: '<b>Ann</b>',
  event: { name: 'Gala & Ball', place: '', startsAt: 'Friday' },
  link: 'https://tickets.example.org/events/a',
}

test('says how many, in both parts, and escapes names', () => {
  const mail = resultMail({ ...data, amount: 2 })
  expect(mail.subject).toBe('Gala & Ball: 2 tickets')
  for (const part of [mail.text, mail.html]) expect(part).toContain('you get 2 tickets')
  expect(mail.html).not.toContain('<b>Ann</b>')
  expect(mail.text).toContain(data.link)
})

test('has kind words for those who got none, and no bare 0', () => {
  const mail = resultMail({ ...data, amount: 0 })
  expect(mail.subject).toBe('Gala & Ball: no tickets this time')
  expect(mail.text).toContain('We are sorry')
  expect(mail.text).not.toMatch(/\b0\b/)
})

test('what a hand changed is told instead of luck or want of tickets', () => {
  const byHand = 'After the draw an organizer changed your number by hand, from 2 to 0.'
  const none = resultMail({ ...data, amount: 0, byHand })
  expect(none.subject).toBe('Gala & Ball: no tickets this time')
  for (const part of [none.text, none.html]) expect(part).toContain(byHand)
  expect(none.text).not.toContain('more people asked')
  expect(none.text).toContain(`${data.link}/why`)
  expect(resultMail({ ...data, amount: 1, byHand }).text).toMatch(/you get 1 ticket for.*from 2/s)
  expect(resultMail({ ...data, amount: 0, byHand: null })).toEqual(
    resultMail({ ...data, amount: 0 }),
  )
})

test('a correction says so, and what was told before', () => {
  const mail = resultMail({ ...data, amount: 0, before: 1 })
  expect(mail.subject).toMatch(/^Corrected: /)
  expect(mail.text).toContain('(1 ticket)')
  expect(resultMail({ ...data, amount: 2, before: 0 }).text).toContain('(no tickets)')
})
