const MINUTE = 60_000

/** `unknown`: SES may or may not have taken the mail. */
export type DeliveryAnswer =
  | { outcome: 'sent'; providerId: string }
  | { outcome: 'refused' | 'failed' | 'throttled' | 'unknown'; error: string }

/** Milliseconds after each failed attempt: a day in all. */
export const RETRY_PAUSES = [0.5, 1, 2, 5, 10, 30, 60, 120, 240, 480, 480].map(m => m * MINUTE)
export const MOST_ATTEMPTS = RETRY_PAUSES.length + 1
/** Milliseconds; after that "too fast" counts as any other failure. */
export const THROTTLE_PATIENCE = 10 * MINUTE

export type Attempted = { attempts: number; isRepeatable: boolean; throttledAt: number | null }

export type AfterFailure = {
  state: 'queued' | 'failed' | 'unknown'
  attempts: number
  nextAttemptAt: number
  throttledAt: number | null
}

export function afterFailure(
  mail: Attempted,
  outcome: Exclude<DeliveryAnswer['outcome'], 'sent'>,
  now: number,
): AfterFailure {
  const ended = { attempts: mail.attempts, nextAttemptAt: now, throttledAt: null }
  if (outcome === 'refused') return { ...ended, state: 'failed' }
  if (outcome === 'unknown' && !mail.isRepeatable) return { ...ended, state: 'unknown' }
  const throttledAt = outcome === 'throttled' ? (mail.throttledAt ?? now) : null
  if (throttledAt !== null && now - throttledAt < THROTTLE_PATIENCE) {
    const pause = Math.min(30_000, Math.max(1000, now - throttledAt))
    return {
      state: 'queued',
      attempts: mail.attempts - 1,
      nextAttemptAt: now + jitter(pause),
      throttledAt,
    }
  }
  const pause = RETRY_PAUSES[mail.attempts - 1]
  if (pause === undefined) return { ...ended, state: outcome === 'unknown' ? 'unknown' : 'failed' }
  return {
    state: 'queued',
    attempts: mail.attempts,
    nextAttemptAt: now + jitter(pause),
    throttledAt,
  }
}

/** Spreads retries of mails that failed together. */
export function jitter(milliseconds: number): number {
  return Math.round(milliseconds * (0.8 + Math.random() * 0.4))
}
