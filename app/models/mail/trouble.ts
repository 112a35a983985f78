import type { DeliveryAnswer } from '#app/mail/delivery/retry.ts'

/** In this process: since when nothing has got out, in milliseconds. One refused email alone is no trouble. */
let since: number | undefined
let refused: number | undefined

export function noteDelivery(outcome: DeliveryAnswer['outcome'], now = Date.now()): void {
  if (outcome === 'sent') {
    since = undefined
    refused = undefined
  }
  if (outcome === 'failed' || outcome === 'unknown') since ??= refused ?? now
  if (outcome === 'refused') {
    if (refused !== undefined) since ??= refused
    refused ??= now
  }
}

export function mailTroubleSince(): number | undefined {
  return since
}
