import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { describe, expect, test } from 'vitest'
import { fromLocalDay } from '#app/values/time.ts'
import { type CalendarEntry, writeCalendar } from './calendar.ts'

const site = { appName: 'Tickets', appUrl: 'https://tickets.example.org', userId: 'mia' }
const entry: CalendarEntry = {
  eventId: 'gala',
  name: 'Gala; “Ä”, part 1',
  place: 'Hall, 2nd floor',
  startsAt: Date.UTC(2027, 5, 1, 17),
  isCancelled: false,
  sequence: 3,
  holding: 2,
}
const write = (change: Partial<CalendarEntry> = {}) =>
  writeCalendar([{ ...entry, ...change }], site)

/** What two independent parsers read, which must be the same. */
function read(text: string) {
  const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
  const first = {
    uid: String(event?.getFirstPropertyValue('uid')),
    sequence: Number(event?.getFirstPropertyValue('sequence')),
    status: String(event?.getFirstPropertyValue('status')),
    summary: String(event?.getFirstPropertyValue('summary')),
    location: String(event?.getFirstPropertyValue('location')),
    start: (event?.getFirstPropertyValue('dtstart') as ICAL.Time | undefined)
      ?.toJSDate()
      .toISOString(),
  }
  const other = Object.values(nodeIcal.sync.parseICS(text)).find(each => each?.type === 'VEVENT')
  if (other?.type !== 'VEVENT') throw new Error('no event in the file')
  const { uid, sequence, status, summary, location, start } = other
  expect({ ...first }).toEqual({
    ...{ uid, status, summary, location },
    sequence: Number(sequence),
    start: start.toISOString(),
  })
  return first
}

describe('a calendar file', () => {
  test.each([
    ['2027-03-27', '2027-03-27T18:30:00.000Z'],
    ['2027-03-28', '2027-03-28T17:30:00.000Z'],
    ['2027-10-30', '2027-10-30T17:30:00.000Z'],
    ['2027-10-31', '2027-10-31T18:30:00.000Z'],
  ])('has the instant of 19:30 in Berlin on %s', (date, instant) => {
    const startsAt = fromLocalDay({ date, time: '19:30' }, 'Europe/Berlin')
    expect(read(write({ startsAt })).start).toBe(instant)
  })

  test('carries names and places as they are', () => {
    const long = '🎭'.repeat(99)
    expect(read(write({ place: long }))).toMatchObject({ summary: entry.name, location: long })
  })

  test('a changed event updates what is there', () => {
    const [before, after] = [read(write()), read(write({ startsAt: 0, sequence: 4 }))]
    expect(after.uid).toBe(before.uid)
    expect(after.sequence).toBeGreaterThan(before.sequence)
    expect(after.start).not.toBe(before.start)
  })

  test('a cancelled event is cancelled there', () => {
    expect(read(write()).status).toBe('CONFIRMED')
    expect(read(write({ isCancelled: true }))).toMatchObject({
      status: 'CANCELLED',
      uid: 'gala-mia@fair-tickets',
    })
  })

  test('says who only waits', () => {
    expect(read(write({ holding: 0 }))).toMatchObject({
      status: 'TENTATIVE',
      summary: `${entry.name} (waiting list)`,
    })
  })

  test('has one UID for each event and member', () => {
    const uids = [
      write(),
      write({ eventId: 'play' }),
      writeCalendar([entry], { ...site, userId: 'ben' }),
    ].map(text => read(text).uid)
    expect(new Set(uids).size).toBe(3)
  })

  test('is whole without an event', () => {
    expect(
      new ICAL.Component(ICAL.parse(writeCalendar([], site))).getFirstPropertyValue('method'),
    ).toBe('PUBLISH')
  })
})
