import { expect, test } from 'vitest'
import { resultMail } from './result.ts'

const data = {
  appName: 'Tickets',
  name: '<b>Ann</b>',
  event: { name: 'Gala & Ball', place: '', startsAt: 'Friday', ownerName: 'Olga' },
  link: 'https://tickets.example.org/events/a',
  isDrawn: true,
  asked: '4, or else 2',
  demand: { people: 3, tickets: 9, total: 12 },
  redraws: [],
}

test('says how many, in both parts, and escapes names', () => {
  const mail = resultMail({ ...data, amount: 2 })
  expect(mail.subject).toBe('Gala & Ball: 2 tickets')
  for (const part of [mail.text, mail.html]) expect(part).toContain('you have 2 tickets')
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
  const said = (people: number, tickets: number) =>
    resultMail({ ...data, amount: 0, demand: { people, tickets, total: 12 } }).text
  expect(said(13, 20)).toContain('More people asked than there are tickets')
  expect(said(12, 13)).toContain('People asked for more tickets than there are')
  expect(said(12, 12)).toContain('You did not get a ticket for Gala & Ball this time. We are sorry')
  for (const tickets of [13, 12]) expect(said(12, tickets)).not.toContain('More people asked')
  expect(said(12, 12)).not.toContain('asked for more')
})

test('says what was asked, how many asked, how it was decided and what next', () => {
  const { text } = resultMail({ ...data, amount: 2 })
  expect(text).toContain('You asked for: 4, or else 2')
  expect(text).toContain('All requests: 3 people asked for 9 tickets\nTickets in total: 12')
  expect(text).toContain('given out by a draw')
  expect(text).toContain(
    'If you cannot use all your tickets, please give back what you do not need',
  )
  expect(text).toContain(`${data.link}/why`)
  const none = resultMail({ ...data, amount: 0, isDrawn: false }).text
  expect(none).toContain('The organizer gave out the tickets')
  expect(none).toContain('You can ask for tickets for other events')
  expect(none).not.toContain('waiting list')
  const lost = resultMail({ ...data, amount: 0 }).text
  expect(lost).toContain('You are on the waiting list')
  expect(resultMail({ ...data, amount: 0, byHand: 'Set to 0.' }).text).not.toContain('waiting list')
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
  expect(none.text).not.toMatch(/more people asked|good news/i)
  expect(none.text).toContain(`${data.link}/why`)
  expect(resultMail({ ...data, amount: 1, byHand }).text).toMatch(/You have 1 ticket for.*from 2/s)
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

test('tells those with tickets how to get them, and until when to confirm', () => {
  const event = { ...data.event, howToGet: 'At <the> desk.\nBring a card.' }
  const confirming = { by: 'Monday, noon', releases: true }
  const mail = resultMail({ ...data, event, confirming, amount: 2 })
  expect(mail.text).toContain('How to get your tickets: At <the> desk.\nBring a card.')
  expect(mail.html).toContain('At &lt;the&gt; desk.<br>Bring a card.')
  expect(mail.text).toContain(
    'Confirm by Monday, noon. If you do not confirm by then, your tickets go to other people.',
  )
  expect(mail.text).toContain(`${data.link}/confirmation`)
  expect(mail.text).not.toContain('do not need to do anything')
  const none = resultMail({ ...data, event, confirming, amount: 0 }).text
  for (const words of ['How to get', 'Confirm by', '/confirmation'])
    expect(none).not.toContain(words)
})
