import {
  countTry,
  forgiveTry,
  type LimitName,
  networkOf,
  secondsLeft,
  wideNetworkOf,
} from '#app/models/sign-in/limits.server.ts'
import type { Claimant } from './hashing-queue.ts'
import { knownDevice } from './known-device.server.ts'
import { isKnownNetwork } from './known-networks.server.ts'

/** From where somebody without a session asks: an address, and what the browser's cookie says of the device. */
export type From = { address: string; device: string | undefined }

export type Try = [limit: LimitName, key: string]

/** How a visitor is told from others when a resource is shared out. */
export type Stranger = {
  /** Set when the account in question has signed in on this device before. */
  device: string | undefined
  network: string
  wide: string
  isKnownNetwork: boolean
}

/** @param userId of the account that is asked for; undefined when there is none. */
export async function recognizeVisitor(
  { address, device }: From,
  userId: string | undefined,
): Promise<Stranger> {
  const network = networkOf(address)
  return {
    device: userId === undefined ? undefined : knownDevice(device, userId),
    network,
    wide: wideNetworkOf(address),
    isKnownNetwork: await isKnownNetwork(network),
  }
}

export function askerOf({ device, network, wide, isKnownNetwork }: Stranger): Claimant {
  if (device !== undefined) return { standing: 'device', keys: [`device ${device}`] }
  return isKnownNetwork
    ? { standing: 'network', keys: [network] }
    : { standing: 'new', keys: [network, wide] }
}

/** Somebody who showed a session or a one-time link: a share for each account. */
export function askerFor(userId: string): Claimant {
  return { standing: 'device', keys: [`account ${userId}`] }
}

/**
 * Counts a try towards several limits, unless one of them is used up: a try that one limit refuses does not count
 * towards the others.
 * @returns the seconds to wait when there were too many, or 0.
 */
export async function countTries(tries: Try[]): Promise<number> {
  for (const count of [secondsLeft, countTry]) {
    for (const [limit, key] of tries) {
      const seconds = await count(limit, key)
      if (seconds > 0) return seconds
    }
  }
  return 0
}

export async function forgiveTries(tries: Try[]): Promise<void> {
  for (const [limit, key] of tries) await forgiveTry(limit, key)
}
