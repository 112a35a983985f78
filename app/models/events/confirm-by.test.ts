import { describe, expect, test } from 'vitest'
import { confirmByAt } from './confirm-by.ts'

const HOUR = 3_600_000
const event = {
  startsAt: 240 * HOUR,
  offersEndHours: 3,
  confirmBy: 100 * HOUR,
  releasesUnconfirmed: true,
}
const kept = (confirmBy: number | null, releasesUnconfirmed = true) => ({
  confirmBy,
  releasesUnconfirmed,
  isMoved: false,
})

describe('confirm by, at a finalizing', () => {
  test('holds when people have 72 hours', () => {
    expect(confirmByAt(0, event)).toEqual(kept(100 * HOUR))
    expect(confirmByAt(28 * HOUR, event)).toEqual(kept(100 * HOUR))
    expect(confirmByAt(0, { ...event, releasesUnconfirmed: false })).toEqual(
      kept(100 * HOUR, false),
    )
  })

  test('moves to 72 hours after it otherwise', () => {
    expect(confirmByAt(28 * HOUR + 1, event)).toEqual({
      confirmBy: 100 * HOUR + 1,
      releasesUnconfirmed: true,
      isMoved: true,
    })
    expect(confirmByAt(150 * HOUR, event).confirmBy).toBe(222 * HOUR)
  })

  test.each([
    [165 * HOUR - 1, 237 * HOUR - 1, true],
    [165 * HOUR, 237 * HOUR, false],
    [168 * HOUR - 1, 240 * HOUR - 1, false],
    [168 * HOUR, null, false],
  ])(
    'finalized at %i: releases nothing where that is not before offers end',
    (at, confirmBy, releases) => {
      expect(confirmByAt(at, event)).toEqual({
        confirmBy,
        releasesUnconfirmed: releases,
        isMoved: true,
      })
    },
  )

  test('is none where there was none', () => {
    expect(confirmByAt(0, { ...event, confirmBy: null })).toEqual(kept(null, false))
  })
})
