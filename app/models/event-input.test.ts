import { describe, expect, test } from 'vitest'
import { cancellationSchema, closingSchema, eventSchema } from './event-input.ts'
import { isTimeZone, timeZones } from './time-zone.ts'

const valid = {
  name: 'Gala',
  startsAt: '2027-05-01T20:00',
  timeZone: 'Europe/Berlin',
  totalTickets: '10',
  opens: 'now',
}

/** The fields that a form is refused for, with what it says. */
function problems(overrides: Record<string, unknown>) {
  const { error } = eventSchema.safeParse({ ...valid, ...overrides })
  return Object.fromEntries((error?.issues ?? []).map(i => [String(i.path[0]), i.message]))
}

describe('the form of an event', () => {
  test('reads times in the zone of the same form, and 8 as the most per request', () => {
    const { data } = eventSchema.safeParse({ ...valid, closesAt: '2027-04-30T12:00' })
    expect(data).toMatchObject({
      startsAt: Date.UTC(2027, 4, 1, 18),
      closesAt: Date.UTC(2027, 3, 30, 10),
      mostPerRequest: 8,
      place: '',
      notes: '',
      tell: false,
      version: 0,
    })
  })

  test.each([
    ['name', undefined],
    ['name', 'x'],
    ['name', '   '],
    ['name', 'x'.repeat(201)],
    ['name', 'two\nlines'],
    ['name', ['one', 'two']],
    ['place', 'x'.repeat(201)],
    ['notes', 'x'.repeat(1001)],
    ['totalTickets', undefined],
    ['totalTickets', '0'],
    ['totalTickets', '-1'],
    ['totalTickets', '1.5'],
    ['totalTickets', '1e3'],
    ['totalTickets', '99999999999999999999'],
    ['mostPerRequest', '0'],
    ['mostPerRequest', '41'],
    ['startsAt', undefined],
    ['startsAt', 'tomorrow'],
    ['startsAt', '2027-02-30T20:00'],
    ['startsAt', '0001-01-01T20:00'],
    ['startsAt', '9999-01-01T20:00'],
    ['timeZone', 'Mars/Olympus'],
    ['timeZone', '+02:00'],
    ['opens', 'sometime'],
    ['closesAt', 'later'],
    ['ownerId', 'x'.repeat(65)],
  ])('refuses %s = %j with a message beside that field alone', (field, value) => {
    expect(Object.keys(problems({ [field]: value }))).toEqual([field])
  })

  test('says that the clocks skip a time', () => {
    expect(problems({ startsAt: '2027-03-28T02:30' }).startsAt).toMatch(/clocks .* skip/)
    expect(problems({ startsAt: '2027-03-28T02:30', timeZone: 'UTC' })).toEqual({})
  })

  test('wants requests to close after they open and before the event starts', () => {
    expect(problems({ closesAt: '2027-05-01T20:01' }).closesAt).toMatch(/before the event/)
    expect(problems({ closesAt: '2027-05-01T20:00' })).toEqual({})
    const later = { opens: 'later', opensAt: '2027-04-01T10:00' }
    expect(problems({ ...later, closesAt: '2027-04-01T10:00' }).closesAt).toMatch(/after they open/)
    expect(problems({ opens: 'later' }).opensAt).toBeDefined()
  })
})

test('cancelling wants a reason, of 500 characters at most', () => {
  expect(cancellationSchema.safeParse({}).success).toBe(false)
  expect(cancellationSchema.safeParse({ reason: ' \n ' }).success).toBe(false)
  expect(cancellationSchema.safeParse({ reason: 'x'.repeat(501) }).success).toBe(false)
  expect(cancellationSchema.safeParse({ reason: 'The hall is flooded.' }).success).toBe(true)
})

test('reopening wants a closing time in the zone of the event, closing wants none', () => {
  const schema = closingSchema('Europe/Berlin')
  expect(schema.safeParse({ intent: 'close' }).data).toEqual({ intent: 'close' })
  expect(schema.safeParse({ intent: 'reopen', closesAt: '2027-05-01T20:00' }).data).toEqual({
    intent: 'reopen',
    closesAt: Date.UTC(2027, 4, 1, 18),
  })
  for (const form of [{ intent: 'reopen' }, { intent: 'x' }, {}])
    expect(schema.safeParse(form).success).toBe(false)
  const skipped = schema.safeParse({ intent: 'reopen', closesAt: '2027-03-28T02:30' })
  expect(skipped.error?.issues[0]?.message).toMatch(/clocks/)
})

test('the zones to choose from are all zones, with UTC first and an older name kept', () => {
  const zones = timeZones('Europe/Kyiv')
  expect(zones[0]).toBe('UTC')
  expect(zones).toContain('Europe/Kyiv')
  expect(zones.filter(zone => !isTimeZone(zone))).toEqual([])
})
