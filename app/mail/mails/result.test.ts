import { expect, test } from 'vitest'
import { resultMail } from './result.ts'

const data = {
  appName: 'Tickets',
  name: '<b>Ann</b>',
  event: { name: 'Gala & Ball', place: '', startsAt: 'Friday' },
  link: 'https://tickets.example.org/events/a',
  scarcity: null,
  redraws: [],
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

test('gives a lack of tickets as the reason only where there was one', () => {
  const said = (scarcity: 'people' | 'tickets' | null) =>
    resultMail({ ...data, amount: 0, scarcity }).text
  expect(said('people')).toContain('more people asked for Gala & Ball than there are tickets')
  expect(said('tickets')).toContain('people asked for more tickets for Gala & Ball than there are')
  expect(said(null)).toContain('there is no ticket for you at Gala & Ball this time')
  for (const scarcity of ['tickets', null] as const)
    expect(said(scarcity)).not.toContain('more people asked')
})

test('one ticket is never "1 tickets"', () => {
  for (const told of [{ amount: 1 }, { amount: 0, before: 1 }, { amount: 1, before: 1 }]) {
    const { subject, text, html } = resultMail({ ...data, ...told })
    for (const part of [subject, text, html]) expect(part).not.toContain('1 tickets')
    expect(text).toContain('1 ticket')
  }
})

test('names the draw that decided, and why the ones before did not', () => {
  const redraws = [
    { draw: 2, reason: 'A pin was forgotten' },
    { draw: 3, reason: 'The wrong rule was chosen' },
  ]
  const { text, html } = resultMail({ ...data, amount: 1, redraws })
  for (const part of [text, html]) expect(part).toContain('draw 3 of this event')
  expect(text).toContain('Draw 2: A pin was forgotten\nDraw 3: The wrong rule was chosen')
  expect(text).toContain(`${data.link}/draws`)
  expect(resultMail({ ...data, amount: 1 }).text).not.toContain('of this event')
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
