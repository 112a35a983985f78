import { describe, expect, test, vi } from 'vitest'
import { isSameZone, isTimeZone, readZone, timeZones, zoneHere } from '#app/values/time-zone.ts'
import { hintsOfTime } from '#app/values/when-input.ts'
import { todaysNames } from '#app/values/zone-names.ts'
import { cancellationSchema, closingSchema, eventSchema } from './input.ts'

const valid = {
  name: 'Gala',
  startsDate: '2027-05-01',
  startsTime: '20:00',
  timeZone: 'Europe/Berlin',
  totalTickets: '10',
  opens: 'now',
}

/** Messages by field. */
function problems(overrides: Record<string, unknown>) {
  const { error } = eventSchema.safeParse({ ...valid, ...overrides })
  return Object.fromEntries((error?.issues ?? []).map(i => [String(i.path[0]), i.message]))
}

describe('what an event settles for after its decision', () => {
  const read = (overrides: Record<string, unknown>) =>
    eventSchema.safeParse({ ...valid, ...overrides }).data

  test('is nothing but the usual hours when nothing is said', () => {
    expect(read({})).toMatchObject({
      ...{ howToGet: '', offerHours: 24, offersEndHours: 3, confirmBy: null },
      ...{ releasesUnconfirmed: false, asksGuestNames: false, guestNamesUntil: null },
    })
  })

  test('is read in the zone of the form; a date alone means midday', () => {
    const typed = { confirmDate: '2027-04-20', namesDate: '2027-04-30', namesTime: '18:00' }
    expect(read({ ...typed, releasesUnconfirmed: 'on', asksGuestNames: 'on' })).toMatchObject({
      confirmBy: Date.UTC(2027, 3, 20, 10),
      guestNamesUntil: Date.UTC(2027, 3, 30, 16),
      ...{ releasesUnconfirmed: true, asksGuestNames: true },
    })
    expect(read({ offerHours: '168', offersEndHours: '0' })).toMatchObject({
      ...{ offerHours: 168, offersEndHours: 0 },
    })
  })

  test.each([
    ['howToGet', 'x'.repeat(2001)],
    ['offerHours', '0'],
    ['offerHours', '169'],
    ['offersEndHours', '-1'],
    ['offersEndHours', '73'],
    ['confirmDate', 'tomorrow'],
    ['confirmDate', '2027-05-01', { confirmTime: '20:00' }],
    ['confirmTime', '25:00', { confirmDate: '2027-04-20' }],
    ['releasesUnconfirmed', 'yes'],
    ['asksGuestNames', 'yes'],
    ['namesDate', '2027-05-02'],
  ] as [string, string, object?][])('%s refuses %s', (field, value, others = {}) => {
    expect(Object.keys(problems({ [field]: value, ...others }))).toEqual([field])
  })
})

describe('the form of an event', () => {
  test('reads times in the zone of the same form, and 8 as the most per request', () => {
    const { data } = eventSchema.safeParse({
      ...valid,
      closesDate: '2027-04-30',
      closesTime: '12:00',
    })
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
    ['startsDate', undefined],
    ['startsDate', 'tomorrow'],
    ['startsDate', '2027-02-30'],
    ['startsDate', '0001-01-01'],
    ['startsDate', '9999-01-01'],
    ['startsTime', 'late'],
    ['opensDate', '3.2.2027'],
    ['opensTime', '25:00'],
    ['timeZone', 'Mars/Olympus'],
    ['timeZone', '+02:00'],
    ['opens', 'sometime'],
    ['closesDate', 'later'],
    ['ownerId', 'x'.repeat(65)],
  ])('refuses %s = %j with a message beside only that field', (field, value) => {
    expect(Object.keys(problems({ [field]: value }))).toEqual([field])
  })

  test('says that the clocks skip a time', () => {
    const skipped = { startsDate: '2027-03-28', startsTime: '02:30' }
    expect(problems(skipped).startsTime).toMatch(/clocks .* skip 02:30/)
    expect(problems({ ...skipped, timeZone: 'UTC' })).toEqual({})
  })

  test('requires requests to close after they open and before the event starts', () => {
    const closes = (closesDate: string, closesTime: string) => ({ closesDate, closesTime })
    expect(problems(closes('2027-05-01', '20:01')).closesDate).toMatch(/before the event/)
    expect(problems(closes('2027-05-01', '20:00'))).toEqual({})
    const later = { opens: 'later', opensDate: '2027-04-01', opensTime: '10:00' }
    const none = problems({ ...later, ...closes('2027-04-01', '10:00') })
    expect(none.closesDate).toMatch(/after they open/)
    expect(problems({ opens: 'later' }).opensDate).toBeDefined()
  })

  test('reads a date without a time as its hint says', () => {
    const read = (typed: object) => eventSchema.parse({ ...valid, ...typed })
    expect(hintsOfTime.starts).toContain('19:00')
    expect(read({ startsTime: '' }).startsAt).toBe(Date.UTC(2027, 4, 1, 17))
    expect(hintsOfTime.opens).toContain('00:00')
    const opens = { opens: 'later', opensDate: '2027-04-10' }
    expect(read(opens).opensAt).toBe(Date.UTC(2027, 3, 9, 22))
    expect(hintsOfTime.closes).toMatch(/23:59, or when the event starts if that is the same day/)
    expect(read({ closesDate: '2027-04-30' }).closesAt).toBe(Date.UTC(2027, 3, 30, 21, 59))
    expect(read({ closesDate: '2027-05-01' }).closesAt).toBe(Date.UTC(2027, 4, 1, 18))
    expect(problems({ closesDate: '2027-05-02' }).closesDate).toMatch(/before the event/)
    expect(read({}).closesAt).toBeUndefined()
    // Where clocks skip midnight, the day begins when they resume.
    const cairo = { ...opens, opensDate: '2027-04-30', timeZone: 'Africa/Cairo' }
    expect(read(cairo).opensAt).toBe(Date.UTC(2027, 3, 29, 22))
  })

  test('reports problems with times together with all others', () => {
    const typed = { name: '', startsDate: 'soon', closesDate: '', closesTime: '18:00' }
    expect(Object.keys(problems(typed)).sort()).toEqual(['closesDate', 'name', 'startsDate'])
    expect(Object.keys(problems({ startsDate: ['a', 'b'], timeZone: '' })).sort()).toEqual([
      'startsDate',
      'timeZone',
    ])
  })

  test('reports a time without a date beside the date', () => {
    for (const name of ['starts', 'opens', 'closes']) {
      const typed = { [`${name}Date`]: '', [`${name}Time`]: '18:00' }
      expect(problems(typed)).toEqual({ [`${name}Date`]: 'Enter a date too, such as 2027-02-20.' })
    }
  })

  test('turns older zone names, in any case, into today’s names', () => {
    const zone = (timeZone: string) => eventSchema.parse({ ...valid, timeZone }).timeZone
    expect(['Europe/Kiev', 'asia/calcutta', 'America/Godthab', 'US/Eastern'].map(zone)).toEqual([
      'Europe/Kyiv',
      'Asia/Kolkata',
      'America/Nuuk',
      'America/New_York',
    ])
  })
})

test('cancelling requires a reason of at most 500 characters', () => {
  expect(cancellationSchema.safeParse({}).success).toBe(false)
  expect(cancellationSchema.safeParse({ reason: ' \n ' }).success).toBe(false)
  expect(cancellationSchema.safeParse({ reason: 'x'.repeat(501) }).success).toBe(false)
  expect(cancellationSchema.safeParse({ reason: 'The hall is flooded.' }).success).toBe(true)
})

test('reopening requires a closing time in the zone of the event; closing does not', () => {
  const startsAt = Date.UTC(2027, 4, 2, 18)
  const schema = closingSchema({ timeZone: 'Europe/Berlin', startsAt })
  const reopen = (closesDate: string, closesTime = '') =>
    schema.safeParse({ intent: 'reopen', closesDate, closesTime })
  expect(schema.safeParse({ intent: 'close' }).data).toEqual({ intent: 'close' })
  expect(reopen('2027-05-01', '20:00').data).toEqual({
    intent: 'reopen',
    closesAt: Date.UTC(2027, 4, 1, 18),
  })
  expect(reopen('2027-05-01').data).toMatchObject({ closesAt: Date.UTC(2027, 4, 1, 21, 59) })
  expect(reopen('2027-05-02').data).toMatchObject({ closesAt: startsAt })
  for (const form of [{ intent: 'reopen' }, { intent: 'x' }, {}])
    expect(schema.safeParse(form).success).toBe(false)
  const skipped = reopen('2027-03-28', '02:30').error?.issues[0]
  expect([skipped?.path, skipped?.message]).toEqual([
    ['closesTime'],
    expect.stringMatching(/clocks/),
  ])
  expect(reopen('', '18:00').error?.issues[0]?.path).toEqual(['closesDate'])
})

describe('the zones to choose from', () => {
  test('have today’s names, start with UTC and include the chosen one', () => {
    const zones = timeZones('Etc/GMT+5')
    expect(zones[0]).toBe('UTC')
    for (const name of ['Europe/Kyiv', 'Asia/Kolkata', 'America/Nuuk', 'Etc/GMT+5'])
      expect(zones).toContain(name)
    expect(zones.filter(zone => !isTimeZone(zone) || todaysNames.has(zone))).toEqual([])
    expect(new Set(zones).size).toBe(zones.length)
    expect(timeZones('Europe/Kiev')).toEqual(timeZones('UTC'))
  })

  test('are known by every former name, whichever the runtime knows', () => {
    for (const [older, today] of todaysNames) {
      expect([older, isTimeZone(older), readZone(older)]).toEqual([older, true, today])
      expect(isSameZone(older, today)).toBe(true)
      expect(new Intl.DateTimeFormat('en', { timeZone: zoneHere(today) })).toBeTruthy()
    }
    expect(isSameZone('Europe/Kyiv', 'Europe/Berlin')).toBe(false)
    expect(['+02:00', 'Mars/Olympus', '', 'x'.repeat(99)].map(readZone)).toEqual(
      Array(4).fill(undefined),
    )
  })
})

test('unknown zone names do not stop real ones from being cached', async () => {
  vi.resetModules()
  const fresh = await import('#app/values/time-zone.ts')
  for (let odd = 0; odd < 1500; odd += 1) fresh.isTimeZone(`Odd/Zone${odd}`)
  fresh.zoneHere('Pacific/Chatham')
  const asked = vi.spyOn(Intl, 'DateTimeFormat')
  fresh.zoneHere('Pacific/Chatham')
  expect(asked).not.toHaveBeenCalled()
  asked.mockRestore()
})
