import { describe, expect, test } from 'vitest'
import { stateAt } from '#app/models/events/event.ts'
import { markOf } from './finding.ts'
import type { OriginalCell, OriginalRow } from './original.ts'
import { judgeWholeEvent } from './whole-event.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const clock = { now: NOW, timeZone: 'Europe/Berlin' }

function judge(
  changes: Record<string, OriginalCell> = {},
  ...asked: Record<string, OriginalCell>[]
) {
  const row = {
    id: 9,
    name: 'Home game',
    event_date: '2026-12-24 19:30:00',
    total_tickets: 10,
    notes: null,
    status: 'open',
    created_by: 1,
    created_at: '2026-11-01 08:00:00',
    finalized_at: null,
    ...changes,
  }
  const rows: OriginalRow[] = asked.map((each, index) => ({
    id: index + 1,
    event_id: 9,
    user_id: index + 1,
    preferences: '4,2,0',
    notes: '',
    allocated: null,
    submitted_at: '2026-11-02 08:00:00',
    updated_at: '2026-11-03 08:00:00',
    ...each,
  }))
  const whole = judgeWholeEvent(row, rows, clock)
  return {
    ...whole.event,
    state: stateAt(whole.event, NOW),
    mark: markOf(whole.remarks),
    reasons: whole.remarks.map(r => r.reason),
    drafts: whole.requests.map(r => r.request.draftAmount),
    requestReasons: whole.requests.flatMap(r => r.remarks.map(remark => remark.reason)),
  }
}

describe('an event that is not decided', () => {
  test('stays open until it starts', () => {
    expect(judge()).toMatchObject({
      state: 'open',
      startsAt: Date.parse('2026-12-24T18:30:00Z'),
      closesAt: Date.parse('2026-12-24T18:30:00Z'),
      mark: null,
    })
  })

  test('is closed when it has started', () => {
    expect(judge({ event_date: '2026-11-10 19:30:00' })).toMatchObject({
      state: 'closed',
      closedAt: NOW,
      reasons: ['still took requests after it had started; they are closed'],
    })
  })

  test('is closed when tickets are given already, and they stay as a draft', () => {
    const event = judge({}, { allocated: 2 }, { allocated: 0 }, {})
    expect(event).toMatchObject({ state: 'closed', drafts: [2, 0, null], mark: null })
    expect(event.reasons).toContain(
      'had tickets given while it still took requests; requests are closed',
    )
  })

  test('keeps no draft that gives more than there is', () => {
    const event = judge({ total_tickets: 5 }, { allocated: 4 }, { allocated: 2 })
    expect(event.drafts).toEqual([null, null])
    expect(event.mark).toBe('Gives 6 tickets of 5; what was given so far is not taken over.')
    expect(event.requestReasons).toEqual([
      'had 4 tickets given that are not taken over',
      'had 2 tickets given that are not taken over',
    ])
  })

  test('with an unknown state is closed and marked', () => {
    expect(judge({ status: 'archived' })).toMatchObject({
      state: 'closed',
      mark: 'Has “archived” for a state; taken as not decided.',
    })
  })

  test('that was once finalized says so', () => {
    expect(judge({ finalized_at: '2026-11-05 08:00:00' }).reasons[0]).toMatch(/finalized once/)
  })
})

describe('an event of the past', () => {
  const finalized = { status: 'finalized', finalized_at: '2026-11-05 08:00:00' }

  test('keeps when it was finalized', () => {
    expect(judge(finalized, { allocated: 4 })).toMatchObject({
      state: 'finalized',
      finalizedAt: Date.parse('2026-11-05T08:00:00Z'),
      drafts: [4],
      mark: null,
      reasons: [],
    })
  })

  test('that gave more than there was is marked and keeps what it gave', () => {
    const event = judge({ ...finalized, total_tickets: 5 }, { allocated: 4 }, { allocated: 2 })
    expect(event).toMatchObject({ mark: 'Gives 6 tickets of 5.', drafts: [4, 2] })
  })

  test('without a finalization time gets that of its last activity', () => {
    expect(judge({ status: 'finalized' }, { allocated: 4 })).toMatchObject({
      finalizedAt: Date.parse('2026-11-03T08:00:00Z'),
      reasons: [expect.stringMatching(/time that is not known/)],
    })
  })

  test('that was cancelled stays cancelled, and keeps what was given', () => {
    expect(judge({ status: 'cancelled' }, { allocated: 4 })).toMatchObject({
      state: 'cancelled',
      cancelledAt: Date.parse('2026-11-03T08:00:00Z'),
      drafts: [4],
    })
  })

  test('finalized before it was created is reported', () => {
    expect(judge({ ...finalized, created_at: '2026-11-22 08:00:00' }).reasons).toContain(
      'was finalized before it was created',
    )
  })
})

describe('what an event says', () => {
  test.each([
    [{ total_tickets: 0 }, 'Has 0 tickets.', 0],
    [{ total_tickets: -3 }, 'Has -3 tickets.', -3],
    [{ total_tickets: 'lots' }, 'Has “lots” for a number of tickets.', 0],
  ])('%j is marked', (changes, mark, totalTickets) => {
    expect(judge(changes)).toMatchObject({ mark, totalTickets })
  })

  test('an invalid date is marked', () => {
    expect(judge({ event_date: 'soon' })).toMatchObject({
      mark: expect.stringMatching(/^Has “soon” for a date/),
      startsAt: Date.parse('2026-11-01T08:00:00Z'),
    })
  })

  test('long texts are cut to fit', () => {
    expect(judge({ name: '', notes: 'x'.repeat(1200) })).toMatchObject({ name: 'Event 9' })
    expect(judge({ name: 'X' }).name).toBe('Event 9 X')
    expect(judge({ name: 'x'.repeat(300) }).name).toHaveLength(200)
    expect(judge({ notes: 'x'.repeat(1200) }).notes).toHaveLength(1000)
  })

  test('requests may be as large as the largest that was made', () => {
    expect(judge({}, { preferences: '12,1' }).mostPerRequest).toBe(12)
    expect(judge({}, { preferences: '999999999' }).mostPerRequest).toBe(8)
  })
})
