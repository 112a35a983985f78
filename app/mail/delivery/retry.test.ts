import { describe, expect, test } from 'vitest'
import { afterFailure, MOST_ATTEMPTS, RETRY_PAUSES, THROTTLE_PATIENCE } from './retry.ts'

const HOUR = 3_600_000
const now = 1_800_000_000_000
const mail = { attempts: 1, isRepeatable: false, throttledAt: null }

describe('a failed attempt', () => {
  test('is tried again after pauses that grow to about a day, and then no more', () => {
    let at = now
    const pauses: number[] = []
    for (let attempts = 1; attempts < MOST_ATTEMPTS; attempts += 1) {
      const next = afterFailure({ ...mail, attempts }, 'failed', at)
      expect(next).toMatchObject({ state: 'queued', attempts })
      pauses.push(next.nextAttemptAt - at)
      at = next.nextAttemptAt
    }
    expect(pauses[0]).toBeLessThan(60_000)
    expect((at - now) / HOUR).toBeGreaterThan(18)
    expect((at - now) / HOUR).toBeLessThan(30)
    expect(afterFailure({ ...mail, attempts: MOST_ATTEMPTS }, 'failed', at).state).toBe('failed')
  })

  test('does not come back at the same moment as those that failed with it', () => {
    const times = Array.from(
      { length: 20 },
      () => afterFailure(mail, 'failed', now).nextAttemptAt - now,
    )
    expect(new Set(times).size).toBeGreaterThan(10)
    for (const time of times)
      expect(Math.abs(time - Number(RETRY_PAUSES[0]))).toBeLessThanOrEqual(6001)
  })
})

describe('too fast', () => {
  test('is waited out for ten minutes without counting as an attempt', () => {
    let state = { ...mail, throttledAt: null as number | null }
    let at = now
    while (at - now < THROTTLE_PATIENCE) {
      const next = afterFailure(state, 'throttled', at)
      expect(next).toMatchObject({ state: 'queued', attempts: 0, throttledAt: now })
      expect(next.nextAttemptAt - at).toBeLessThanOrEqual(36_000)
      expect(next.nextAttemptAt).toBeGreaterThan(at)
      state = { ...mail, throttledAt: next.throttledAt }
      at = next.nextAttemptAt
    }
    expect(afterFailure(state, 'throttled', at)).toMatchObject({ state: 'queued', attempts: 1 })
  })

  test('is forgotten when the next failure is another', () => {
    expect(afterFailure({ ...mail, throttledAt: now }, 'failed', now + 1000).throttledAt).toBeNull()
  })
})

test('a refusal is final', () => {
  expect(afterFailure(mail, 'refused', now).state).toBe('failed')
})

test('an unknown end is tried again only where a second copy does no harm', () => {
  expect(afterFailure(mail, 'unknown', now).state).toBe('unknown')
  expect(afterFailure({ ...mail, isRepeatable: true }, 'unknown', now).state).toBe('queued')
  const last = { ...mail, isRepeatable: true, attempts: MOST_ATTEMPTS }
  expect(afterFailure(last, 'unknown', now).state).toBe('unknown')
})
