import { randomBytes } from 'node:crypto'

/** What every server, command and seed of a test process shares: a secret key, quick hashes, and no calls to drand. */
export const TEST_ENV = {
  SECRET_KEY: randomBytes(32).toString('hex'),
  PASSWORD_COST: '4',
  BEACON_URL: '',
}
