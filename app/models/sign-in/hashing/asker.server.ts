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

export type From = { address: string; device: string | undefined }

export type Try = [limit: LimitName, key: string]

export type Stranger = {
  device: string | undefined
  network: string
  wide: string
  isKnownNetwork: boolean
}

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

/** After sign-in each account has its own share. */
export function askerFor(userId: string): Claimant {
  return { standing: 'device', keys: [`account ${userId}`] }
}

/** A try that one limit refuses does not count towards the others. @returns seconds to wait, or 0 */
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
