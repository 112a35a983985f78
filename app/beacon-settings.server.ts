import { z } from 'zod'

/** Empty: rounds are fetched nowhere. */
export const beaconAddress = z
  .string()
  .refine(isBeaconAddress, 'must be an address such as https://api.drand.sh, or empty for none')
  .transform(address => address.replace(/\/+$/, ''))

/** The chain hash shows in every document that its beacon was a test's. */
const shape = z.strictObject({
  chainHash: z.string().regex(/^7e57[0-9a-f]{60}$/),
  publicKey: z.string().regex(/^[0-9a-f]{192}$/),
  periodSeconds: z.int().min(1),
  genesis: z.int().min(0),
  /** Between a locking and its round. */
  leastSeconds: z.int().min(0),
})
const NO_BEACON =
  'must be JSON with chainHash (64 hex digits that begin with 7e57), publicKey (192 hex digits), periodSeconds, genesis and leastSeconds'

/** Replaces drand's quicknet in tests. */
export const testBeacon = z.string().transform((text, context) => {
  const read = shape.safeParse(parsed(text))
  if (read.success) return read.data
  context.addIssue(NO_BEACON)
  return z.NEVER
})

type Addresses = { HOST: string; APP_URL?: string | undefined; BEACON_URL: string }

/** A test beacon's key is no secret, so its values decide nothing on a server that others can reach. */
export function problemOfTestBeacon({ HOST, APP_URL, BEACON_URL }: Addresses): string | undefined {
  const addresses = [APP_URL, BEACON_URL].filter(address => address !== undefined)
  if (isThisMachine(HOST) && addresses.every(isHere)) return undefined
  return 'is for tests only: HOST must be 127.0.0.1, and APP_URL and BEACON_URL must be at http://localhost or http://127.0.0.1'
}

function isHere(address: string): boolean {
  return address === '' || (/^http:/i.test(address) && isThisMachine(new URL(address).hostname))
}

function isThisMachine(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[?::1\]?)$/.test(host)
}

function isBeaconAddress(address: string): boolean {
  if (address === '') return true
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return false
  const { search, hash, username, password } = new URL(address)
  return search + hash + username + password === ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
