import { randomBytes } from 'node:crypto'

/** What every server, command and seed of a test process shares: a key that nobody knows, and quick hashes. */
export const TEST_ENV = { SECRET_KEY: randomBytes(32).toString('hex'), PASSWORD_COST: '4' }
